"""A paper being filled from the top: its type, where the next thing stands, and the next sheet when one is full."""
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.pdf_text import BOLD, REGULAR, fit, width, wrap
from events.tagged_pdf import INK, TaggedCanvas
from invoicing.papers.letterhead import (
    COLUMN,
    LEFT,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    draw_address,
    draw_logo,
    draw_supplier,
)
from invoicing.papers.words import WELSH, speaker

LATER_TOP = 25 * mm
TERM_ROOM, BILINGUAL_TERM_ROOM = 28 * mm, 33 * mm


@dataclass(frozen=True)
class Type:
    """The sizes of type on a paper, in points."""
    body: float = 10.5
    small: float = 9.0
    leading: float = 14.2
    heading: float = 12.5
    title: float = 22.0
    figure: float = 20.0
    large: bool = False


NORMAL = Type()
LARGE = Type(body=16.0, small=16.0, leading=21.5, heading=19.0, title=28.0, figure=28.0, large=True)


class Flow:
    """One paper on an open canvas. `running` heads the sheets after the first; `say` gives the printed words."""

    def __init__(self, letterhead, language="en", large_print=False, running="", canvas=None):
        self.canvas, self.letterhead, self.running = canvas or TaggedCanvas(), letterhead, running
        self.say, self.type = speaker(language), LARGE if large_print else NORMAL
        self.term_room = BILINGUAL_TERM_ROOM if language == WELSH else TERM_ROOM
        self.first_page = self.canvas.pages_done
        self.bottom = PAGE_HEIGHT - (26 if large_print else 18) * mm
        self.top = LATER_TOP
        self._draw_sheet()

    @property
    def accent(self):
        return self.letterhead.accent

    def _draw_sheet(self):
        """The coloured edge that is on every sheet."""
        self.canvas.panel(0, 0, PAGE_WIDTH, 3.2 * mm, self.letterhead.colour)

    def turn(self):
        """Go on at the top of the next sheet, which says whose it is so that it finds its way back."""
        self.canvas.end_page()
        self._draw_sheet()
        size = self.type.body
        room = RIGHT - LEFT - width(self.running, REGULAR, size) - 6 * mm
        name, name_size = fit(self.letterhead.name, BOLD, size, room, 1, smallest=size * 0.7)
        with self.canvas.artifact("Pagination"):
            self.canvas.ink(LEFT, 15 * mm, name[0] + ("…" if len(name) > 1 else ""), BOLD, name_size, fill=self.accent)
            self.canvas.ink(RIGHT, 15 * mm, self.running, REGULAR, size, "right", INK)
        self.canvas.rule(LEFT, RIGHT, 19 * mm, self.accent, 0.6)
        self.top = LATER_TOP

    def room(self, depth):
        """Turn to a new sheet unless this one has room; a thing deeper than a sheet starts where it may."""
        if self.top + depth > self.bottom and self.top > LATER_TOP:
            self.turn()

    def finish(self):
        """End the last sheet, and write the foot of every one now that it is known how many there are."""
        self.canvas.end_page()
        pages = range(self.first_page, self.canvas.pages_done)
        for number, index in enumerate(pages, 1):
            with self.canvas.again(index):
                self._draw_foot(self.say("Page {} of {}", number, len(pages)))

    def _draw_foot(self, page):
        size = self.type.small
        self.canvas.ink(RIGHT, 288 * mm, page, REGULAR, size, "right", MUTED)
        if self.letterhead.footer:
            room = RIGHT - LEFT - width(page, REGULAR, size) - 6 * mm
            lines, size = fit(self.letterhead.footer, REGULAR, size, room, 2, smallest=max(7, size - 3))
            for index, line in enumerate(lines[:3]):
                self.canvas.ink(LEFT, 288 * mm + (index - len(lines) + 1) * size * 1.2, line, REGULAR, size,
                                fill=MUTED)

    def heading(self, text, depth=0):
        """A heading, kept together with `depth` points of what follows it."""
        lines = wrap(text, BOLD, self.type.heading, RIGHT - LEFT)
        leading = self.type.heading * 1.3
        self.room(len(lines) * leading + depth)
        below = self.canvas.lines(LEFT, self.top + self.type.heading, lines, BOLD, self.type.heading, leading, "H2",
                                  fill=self.accent)
        self.top = below - self.type.heading + 7

    def titled(self, text, table):
        """A table under its heading."""
        self.heading(text, table.opening_depth)
        table.draw()

    def paragraph(self, text, font=REGULAR, fill=INK):
        """Running text over the sheet's width."""
        lines = wrap(text, font, self.type.body, RIGHT - LEFT)
        self.room(min(len(lines), 3) * self.type.leading)
        while lines:
            fitting = max(1, int((self.bottom - self.top) // self.type.leading))
            part, lines = lines[:fitting], lines[fitting:]
            self.canvas.lines(LEFT, self.top + self.type.body, part, font, self.type.body, self.type.leading, fill=fill)
            self.top += len(part) * self.type.leading
            if lines:
                self.turn()
        self.top += self.type.leading * 0.35

    def open(self, heading, name, address, facts, amount, notice="", show_vat_number=True):
        """The head of the first sheet. Facts are (term, value); amount is (label, money, words below it)."""
        if self.type.large:
            self._open_large(heading, name, address, facts, amount, notice, show_vat_number)
            return
        below = self._title(COLUMN, 21 * mm, heading, RIGHT - COLUMN)
        self.fold_mark()
        below = self._notice(COLUMN, below, notice)
        self._sender(name, address, show_vat_number)
        value = COLUMN + self.term_room
        if below + self.facts_depth(facts, self.term_room, RIGHT - value) <= 76 * mm:
            below = self.draw_facts(facts, COLUMN, value, RIGHT, below + 3 * mm)
            below = self._amount(COLUMN, max(below - 4, 66 * mm), amount)
        else:  # so many facts would push the amount out of the sheet's first third
            below = self._amount(COLUMN, below - 2 * mm, amount)
            below = self.draw_facts(facts, COLUMN, value, RIGHT, below + 7 * mm) - 4 * mm
        self.top = max(92 * mm, below + 4 * mm, self.letterhead.window.bottom + 8 * mm)

    def _open_large(self, heading, name, address, facts, amount, notice, show_vat_number):
        """The same in one column: beside the address nothing large would fit."""
        self.fold_mark()
        self._sender(name, address, show_vat_number=False)
        below = self._title(LEFT, self.letterhead.window.bottom + 16 * mm, heading, RIGHT - LEFT)
        below = self._notice(LEFT, below, notice)
        below = self._amount(LEFT, below - 2 * mm, amount)
        self.top = self.draw_facts(facts, LEFT, LEFT + 62 * mm, RIGHT, below + 9 * mm) - 4 * mm
        if show_vat_number and self.letterhead.vat_number:
            self.paragraph(self.say("VAT registration number {}", self.letterhead.vat_number))

    def _sender(self, name, address, show_vat_number):
        draw_logo(self)
        draw_supplier(self, show_vat_number)
        draw_address(self, name, address)

    def fold_mark(self):
        """A tick at the paper's edge where it is folded for the envelope."""
        self.canvas.rule(4 * mm, 9 * mm, self.letterhead.window.fold, "#8a979b", 0.5)

    def _title(self, left, baseline, heading, room):
        lines, size = fit(heading, BOLD, self.type.title, room, 1, smallest=15)
        return self.canvas.lines(left, baseline, lines, BOLD, size, size * 1.15, "H1", fill=self.accent) \
            - size * 1.15 + 7 * mm

    def _notice(self, left, below, notice):
        """A banner under the title: this is only a draft."""
        if not notice:
            return below
        lines, size = wrap(notice, BOLD, self.type.body + 1, RIGHT - left), self.type.body + 1
        depth = len(lines) * size * 1.25 + 7
        self.canvas.panel(left - 3 * mm, below - 3.4 * mm, RIGHT - left + 6 * mm, depth, "#fbe9d0", 3)
        self.canvas.lines(left, below + size - 2 * mm, lines, BOLD, size, size * 1.25, fill="#6b3a00")
        return below + depth - 1 * mm

    def draw_facts(self, facts, left, value_left, right, top, summary="", leading=None, bold_first=True):
        """A table of terms and values from the baseline `top`; the answer is the next baseline."""
        size, tight = self.type.body, self.type.body * 1.2
        with self.canvas.element("Table", summary=summary or "Number, dates and references of this document"), \
                self.canvas.element("TBody"):
            for terms, values, face, value_size, depth in self._measured(facts, value_left - left, right - value_left,
                                                                         leading, bold_first):
                with self.canvas.element("TR"):
                    self.canvas.lines(left, top, terms, REGULAR, size, tight, "TH", fill=MUTED, scope="Row")
                    self.canvas.lines(value_left, top, values, face, value_size, tight, "TD")
                top += depth
        return top

    def facts_depth(self, facts, term_room, value_room, leading=None, bold_first=True):
        """How deep draw_facts will be."""
        return sum(row[-1] for row in self._measured(facts, term_room, value_room, leading, bold_first))

    def _measured(self, facts, term_room, value_room, leading, bold_first):
        """(term's lines, value's lines, its face, its size, depth) of each fact; bold_first is one bold, or all."""
        size, leading = self.type.body, leading or self.type.body * 1.49
        for index, (term, value) in enumerate(facts):
            face = BOLD if index == 0 or not bold_first else REGULAR
            terms = wrap(term, REGULAR, size, term_room - 4)
            # What is one word, a number or a reference, is made smaller before it is broken; words are not.
            values, value_size = fit(value, face, size, value_room, 1, smallest=size if " " in value else size - 2.5)
            yield terms, values, face, value_size, leading + (max(len(terms), len(values)) - 1) * size * 1.2

    def _amount(self, left, top, amount):
        """The amount and when it is due, in the upper third, where a reader looks first."""
        label, money, words = amount
        size, figure = self.type.body, self.type.figure
        lines = wrap(words, BOLD, size, RIGHT - left) if words else []
        labels = wrap(label, REGULAR, size, RIGHT - left - width(money, BOLD, figure) - 10)
        tall = max(figure + 5, len(labels) * size * 1.2 + 5)
        depth = max(figure * 2.95, tall + (len(lines) + 0.9) * size * 1.25)
        self.canvas.panel(left - 3 * mm, top, RIGHT - left + 6 * mm, depth, self.letterhead.ground, 4)
        self.canvas.lines(left, top + figure + 5 - (len(labels) - 1) * size * 0.6, labels, REGULAR, size, size * 1.2,
                          fill=MUTED)
        self.canvas.text(RIGHT, top + figure + 5, money, BOLD, figure, align="right", fill=self.accent)
        if lines:
            self.canvas.lines(RIGHT, top + tall + size * 1.6, lines, BOLD, size, size * 1.2, align="right")
        return top + depth

    def finished(self, title, subject, when=None, attachment=None):
        """The paper's bytes, PDF/UA-1 and PDF/A-3a."""
        self.finish()
        return self.canvas.finished(title=title, author=self.letterhead.name, subject=subject, when=when,
                                    attachment=attachment)
