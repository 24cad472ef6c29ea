"""What is written to a trader about a notice, an appeal and a dispute: reasons, the day of effect, how to appeal."""

from django.conf import settings

from events.dates import day as in_words
from events.models import DisciplineStep, Message, StandingBooking
from events.money import pounds

HERE = f"{settings.SITE_URL}/portal/notices/"
EFFECTS = {
    "advice": "This is advice. It has no effect on your trading.",
    "warning": "This is a warning. It is spent on {ends}.",
    "final": "This is a final warning. It is spent on {ends}. After it we may suspend or end your trading.",
    "penalty": "A penalty of {penalty} is charged to your account on {effect}.",
    "suspension": "Your trading is suspended from {effect} {until}. You cannot book or trade on those days.",
    "termination": "Your trading with us and your licences end on {effect}. You cannot book or trade from then on.",
}


def effect_of(step):
    """What a notice does, in a sentence or two."""
    until = f"to {in_words(step.ends_on)}" if step.ends_on else "until we write to you again"
    ends = in_words(step.ends_on) if step.ends_on else "the day we say"
    return EFFECTS[step.notice].format(ends=ends, until=until, effect=in_words(step.takes_effect_on),
                                       penalty=pounds(step.penalty))  # fmt: skip


def tell_served(step, *, by):
    """Send the notice itself."""
    market = f" at {step.event}" if step.event else ""
    parts = [
        f"{step.get_notice_display()}{market}, served on {in_words(step.served_on)}.",
        f"The rule: {step.rule}", f"What happened: {step.reason}", effect_of(step),
    ]  # fmt: skip
    if step.may_be_appealed:
        parts.append(
            f"You may appeal until {in_words(step.appeal_by)}, five working days after this notice: at {HERE}, by "
            f"telephone on {settings.COUNCIL['telephone']} or by letter. Somebody who did not serve it hears you "
            "within 28 days and decides within 14 days of the hearing. The notice takes effect meanwhile."
        )
    tell(step, "served", f"Notice: {step.get_notice_display().lower()}", parts, by)


def tell_appealed(step, *, by):
    tell(step, "appealed", "We have your appeal", [
        f"Your appeal of {in_words(step.appealed_on)} against the notice of {in_words(step.served_on)} has come.",
        f"We will hear you by {in_words(step.hearing_by)} and write to you with the day and the place.",
    ], by)  # fmt: skip


def tell_heard(step, *, by):
    tell(step, "heard", "Your appeal was heard", [
        f"Your appeal was heard on {in_words(step.heard_on)}. We decide it by {in_words(step.decision_by)}.",
    ], by)  # fmt: skip


def tell_decided(step, *, by):
    quashed = step.appeal == DisciplineStep.Appeal.QUASHED
    subject = "Your appeal: the notice is withdrawn" if quashed else "Your appeal: the notice stands"
    about = f"the {step.get_notice_display().lower()} of {in_words(step.served_on)}"
    result = f"We have withdrawn {about}. {undone(step)}" if quashed else f"{about.capitalize()} stands."
    tell(step, "decided", subject, [result, f"The reasons: {step.appeal_words}"], by)


def undone(step):
    """What became of what a withdrawn notice did."""
    gone = ", ".join(f"{one.place} at {one.event}" for one in not_renewed(step))
    return (f"It has no effect any more. But {gone} has gone to somebody else since, so we cannot give it back as it "
            f"was. Please telephone us on {settings.COUNCIL['telephone']} about another pitch."
            if gone else "What it did is undone.")  # fmt: skip


def not_renewed(step):
    """The licences that a withdrawn termination ended and that did not run again: their places have gone to others."""
    quashed = step.appeal == DisciplineStep.Appeal.QUASHED
    rows = StandingBooking.objects.filter(pk__in=step.licences if quashed else [])
    return rows.select_related("place__area", "event").order_by("pk")


def tell(step, what, subject, parts, by):
    Message.objects.tell(step.trader.customer, topic="discipline", subject=subject, body="\n\n".join(parts), by=by,
                         once=f"notice-{step.pk}-{what}")  # fmt: skip


def tell_raised(dispute, *, by):
    Message.objects.tell(
        dispute.customer, topic="dispute", subject="We have what you wrote to us about", by=by,
        once=f"dispute-{dispute.pk}-raised",
        body=f"You wrote about: {dispute.get_about_display().lower()}.\n\n{dispute.text}\n\nWe answer by "
             f"{in_words(dispute.answer_by)}, ten working days after it came.",
    )  # fmt: skip


def tell_answered(dispute, *, by):
    Message.objects.tell(
        dispute.customer, topic="dispute", subject="Our answer to you", by=by, once=f"dispute-{dispute.pk}-answered",
        body=f"You wrote about: {dispute.get_about_display().lower()}.\n\n{dispute.answer}",
    )  # fmt: skip
