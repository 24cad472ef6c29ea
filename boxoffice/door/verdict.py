"""What the door says about one ticket: a word, a sign and a colour, none of them alone."""

from dataclasses import dataclass

from boxoffice.templatetags.british import day_clock
from events.models import BookingLine, CheckIn

WORDS = {
    "wrong_performance": ("warn", "!", "Wrong performance"),
    "unpaid": ("warn", "!", "Not paid"),
    "unknown": ("bad", "✕", "Not known"),
    "cancelled": ("bad", "✕", "Cancelled"),
    "already_used": ("bad", "✕", "Already used"),
}


@dataclass(frozen=True)
class Verdict:
    """`tone` is ok, warn or bad; `message` says what to do next."""

    tone: str
    mark: str
    title: str
    message: str
    line: BookingLine | None
    admission: CheckIn | None = None

    @classmethod
    def admitted(cls, admission):
        line = admission.line
        who = line.booking.customer or "no name"
        return cls("ok", "✓", "Come in", f"{line.price_type}, {who}, booking {line.booking}", line, admission)

    @classmethod
    def refused(cls, refusal):
        tone, mark, title = WORDS[refusal.code]
        message = refusal.message
        if refusal.code == "wrong_performance":
            occurrence = refusal.line.occurrence
            message = (f"Wrong performance: this ticket is for {occurrence.event}, {day_clock(occurrence.starts_at)}. "
                       "Send them to the box office.")  # fmt: skip
        return cls(tone, mark, title, message, refusal.line)
