"""The demo town's books: budget codes with this year's budgets, arrears policy, reminder ladder, ledger layouts."""

from datetime import date, timedelta

from invoicing.ledger.budget_report import year_of
from invoicing.ledger.draft import ensure_presets
from invoicing.models import ArrearsPolicy, Budget, BudgetCode, ReminderStep

MARKETS, HOUSE = "markets@alderbrook.example", "playhouse@alderbrook.example"
# Code, title, budget holder, and the year's net income in pounds.
CODES = [
    ("MKT-4410", "Thursday general market", MARKETS, 66_000),
    ("MKT-4420", "Saturday market", MARKETS, 72_000),
    ("THE-4100", "Playhouse: our own plays", HOUSE, 240_000),
    ("THE-4110", "Playhouse: visiting companies", HOUSE, 130_000),
    ("THE-4120", "Playhouse: family shows and pantomime", HOUSE, 90_000),
    ("THE-4130", "Studio nights", HOUSE, 8_000),
    ("THE-4140", "Studio story time", HOUSE, 800),
]
STEPS = [
    (7, "A reminder", "", "Dear {name},\n\nWe have not had {total} from you yet; the oldest of it was due on {oldest}. "
     "If you paid in the last few days, thank you, and please take no notice of this.\n\nIf something is wrong with an "
     "invoice, or paying is hard just now, please tell us: we can help."),
    (21, "Second reminder", "", "Dear {name},\n\n{total} is still to be paid, the oldest of it {days} days after it "
     "was due. Please pay it now, or telephone us to agree when you can.\n\nWhile it is unpaid we may not be able to "
     "let you a casual pitch."),
    (35, "Final notice", "casual", "Dear {name},\n\n{total} has been owed since {oldest} and we have written twice. "
     "Please pay it within seven days, or telephone us so that we can agree a plan together.\n\nUntil then we let no "
     "casual pitch on this account, and the debt may be passed on for collection."),
]  # fmt: skip


def build_books(today, by):
    """Everything finance sets once: what may be billed on, what arrears do, how people are reminded."""
    year, since = year_of(today), today - timedelta(days=740)
    begun = date(year_of(since), 4, 1)
    codes = BudgetCode.objects.bulk_create(
        BudgetCode(code=code, title=title, manager_email=holder, valid_from=begun) for code, title, holder, _ in CODES
    )
    Budget.objects.bulk_create(
        Budget(code=code, year=year + step, amount=pounds * 100)
        for code, (*_, pounds) in zip(codes, CODES, strict=True) for step in (-1, 0)
    )  # fmt: skip
    ArrearsPolicy.objects.create(stop_credit_after=60, stop_casual_after=30, least=1000, set_by=by)
    ReminderStep.objects.bulk_create(
        ReminderStep(days_late=days, title=title, market_action=action, text=text)
        for days, title, action, text in STEPS
    )
    ensure_presets()
