"""What the door says about one ticket: a word, a sign and a colour, none of them alone."""

from dataclasses import dataclass

from boxoffice.templatetags.british import day_clock

WORDS = {
    "wrong_performance": ("warn", "!", "Wrong performance"),
    "unpaid": ("warn", "!", "Not paid"),
    "unknown": ("bad", "✕", "Not known"),
    "cancelled": ("bad", "✕", "Cancelled"),
    "replaced": ("bad", "✕", "Old ticket"),
    "already_used": ("bad", "✕", "Already used"),
}


@dataclass(frozen=True)
class Verdict:
    """`tone` is ok, warn or bad; `large` is the seat, or the night the ticket is for; `message` what to do next."""

    tone: str
    mark: str
    title: str
    large: str
    message: str

    @classmethod
    def admitted(cls, admission):
        line = admission.line
        who = line.booking.customer or "no name"
        return cls("ok", "✓", "Come in", str(line.place), f"{line.price_type}, {who}, booking {line.booking}")

    @classmethod
    def refused(cls, refusal):
        tone, mark, title = WORDS[refusal.code]
        if refusal.code == "wrong_performance":
            occurrence = refusal.line.occurrence
            return cls(tone, mark, title, day_clock(occurrence.starts_at),
                       f"This ticket is for {occurrence.event}. Send them to the box office.")  # fmt: skip
        return cls(tone, mark, title, str(refusal.line.place) if refusal.line else "", refusal.message)
