"""A blind count: what was found in a drawer, and how it compares with what should have been there."""

from dataclasses import dataclass, field
from typing import NamedTuple

from events.models import AskedTooMuch

# Sterling in circulation, in pence: the Bank of England's notes and the Royal Mint's coins.
DENOMINATIONS = [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]


class Compared(NamedTuple):
    """One tender, in pence. `counted` is None where nobody counts it."""

    tender: str
    expected: int
    counted: int | None

    @property
    def variance(self):
        return 0 if self.counted is None else self.counted - self.expected

    @property
    def apart(self):
        """Pence over or short, whichever it is."""
        return abs(self.variance)


@dataclass(frozen=True)
class TillCount:
    """Pence of cash, of the card terminal's own total and of the vouchers in the drawer; None: not counted."""

    cash: int
    terminal: int | None = None
    vouchers: int | None = None
    denominations: dict = field(default_factory=dict)

    @classmethod
    def of(cls, denominations, *, terminal=None, vouchers=None):
        """From how many of each coin and note there are. Raises AskedTooMuch for a coin that there is not."""
        if not set(denominations) <= set(DENOMINATIONS) or any(many < 0 for many in denominations.values()):
            raise AskedTooMuch("Count the notes and coins again.")
        cash = sum(pence * many for pence, many in denominations.items())
        kept = {str(pence): many for pence, many in denominations.items() if many}
        return cls(cash, terminal, vouchers, kept)

    def against(self, till):
        """[Compared] by tender: cash always, the others where they were counted or taken."""
        taken = till.takings()
        counted = {"terminal": self.terminal, "voucher": self.vouchers}
        return [Compared("cash", till.expected(), self.cash)] + [
            Compared(tender, taken.get(tender, 0), counted.get(tender))
            for tender in dict.fromkeys(["terminal", "voucher", *sorted(taken)])
            if tender != "cash" and (tender in taken or counted.get(tender))
        ]
