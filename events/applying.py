"""What we ask of somebody who applies, as data: which questions in which order, when each is asked, what is checked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from events import dates
from events.application_goods import goods_in_groups, papers_needed
from events.models import Commodity
from events.money import pounds


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `asks` says how: text, lines, email, telephone, one, several, pounds, day, photos, tick.

    `unless` names a box of the same page that excuses from it.
    """

    name: str
    label: str
    asks: str = "text"
    help: str = ""
    required: bool = True
    missing: str = "Fill this in."
    most: int = 150
    choices: Callable | tuple = ()
    autocomplete: str = "off"
    unless: str = ""

    def options(self, asked):
        """[(value, words)], or [(group, [(value, words)])]."""
        return self.choices(asked) if callable(self.choices) else list(self.choices)

    def words(self, value, asked):
        """What was answered, as people read it; empty where nothing was."""
        if value in (None, "", [], False):
            return ""
        if self.asks in ("one", "several"):
            return self._chosen(value, asked)
        return WRITTEN.get(self.asks, str)(value)

    def _chosen(self, value, asked):
        """The words of what was chosen, by its value as it is kept."""
        named = {}
        for option, words in self.options(asked):
            named |= dict(words) if isinstance(words, list) else {option: words}
        named = {str(option): words for option, words in named.items()}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(named.get(str(one), "no longer offered") for one in chosen)


WRITTEN = {"pounds": pounds, "day": lambda value: dates.day(date.fromisoformat(value)), "tick": lambda value: "Yes"}


def always(asked):
    return True


def no_objection(values, asked):
    return {}


@dataclass(frozen=True)
class Question:
    """One page: its name ends the page's address, its title is the question."""

    name: str
    title: str
    fields: tuple
    help: str = ""
    when: Callable = always
    check: Callable = no_objection

    @property
    def photos(self):
        """The field that takes files, if there is one."""
        return next((field for field in self.fields if field.asks == "photos"), None)


class Asked:
    """The questions that one application has to answer, given what it answered so far."""

    def __init__(self, application, questions, paper):
        self.application, self.all, self.paper = application, questions, paper

    @property
    def answers(self):
        return self.application.answers

    @property
    def market(self):
        """The specialist market it is for, or None."""
        event = self.application.event
        return getattr(event, "specialist", None) if event else None

    @property
    def moment(self):
        """When it was sent, or saved last: what it may choose from is what was offered then."""
        return self.application.submitted_at or self.application.saved_at

    @property
    def day(self):
        return localdate(self.moment)

    def said(self, question, field, otherwise=None):
        """One answer, as it was kept."""
        return self.answers.get(question, {}).get(field, otherwise)

    @cached_property
    def commodities(self):
        """The goods that may be chosen: [(group, [(id, name)])]; an empty list where the council keeps none."""
        return goods_in_groups(self.application)

    @cached_property
    def chosen(self):
        """The commodities that were chosen, key lines and others."""
        names = [*self.said("goods", "key", []), *self.said("beside", "others", [])]
        return list(Commodity.objects.filter(pk__in=names))

    @cached_property
    def questions(self):
        """The pages in their order, a page for each paper among them."""
        found = []
        for question in self.all:
            if question.name == "papers":
                found += [self.paper(paper) for paper in papers_needed(self)]
            elif question.when(self):
                found.append(question)
        return found

    def get(self, name):
        """The question of this name; None where it is not asked."""
        return next((question for question in self.questions if question.name == name), None)

    def number(self, question):
        return self.questions.index(question) + 1

    def before(self, question):
        """The question before this one, or None."""
        at = self.questions.index(question)
        return self.questions[at - 1] if at else None

    def after(self, question):
        """The question after this one, or None."""
        return dict(zip(self.questions, self.questions[1:], strict=False)).get(question)

    @property
    def open(self):
        """The first question that is not answered yet, or None."""
        return next((question for question in self.questions if question.name not in self.answers), None)

    def summary(self):
        """What was answered: [(question, [(label, words)], its photos)]."""
        photos = {}
        for photo in self.application.photos.select_related("attachment").defer("attachment__content"):
            photos.setdefault(photo.question, []).append(photo)
        return [(question, self.read(question), photos.get(question.name, [])) for question in self.questions]

    def read(self, question):
        """The answers to one question in words: [(label, words)]; photos apart."""
        values = self.answers.get(question.name, {})
        written = [(field.label, field.words(values.get(field.name), self)) for field in question.fields]
        return [(label, words) for label, words in written if words]
