"""The page of the list of invoices: the filter that was chosen, its rows, and everything around the table."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from boxoffice.finance.listing.figures import Figures, tabs, to_match
from boxoffice.finance.listing.filter import AGES, STATUSES, VIEWS, Filter
from boxoffice.finance.listing.rows import in_order, rows
from boxoffice.models import SavedView
from events.models import Event
from invoicing.models import BudgetCode

A_PAGE = 100
HEADINGS = [("number", "Invoice"), ("trader", "Trader"), ("", "For"), ("dated", "Dated"), ("due", "Due"), ("", "Code"),
            ("total", "Total £"), ("owed", "Owed £"), ("", "Status"), ("", "Sent")]  # fmt: skip
NUMBERS = ("total", "owed")


class Heading:
    """The head of a column: its words, how it is sorted now, and the address that sorts by it."""

    def __init__(self, name, words, chosen):
        sorted_by = chosen.sort or "-dated"
        self.words, self.is_number = words, name in NUMBERS
        self.direction = {name: "ascending", f"-{name}": "descending"}.get(sorted_by, "") if name else ""
        turned = f"-{name}" if self.direction == "ascending" or name in NUMBERS and not self.direction else name
        self.query = Filter.of(f"{chosen.query}sort={turned}").query.rstrip("&") if name else ""


class InvoicePage:
    """What the template shows. Amounts in pence."""

    def __init__(self, user, query):
        self.user, self.today, self.filter = user, localdate(), Filter.of(query)
        self.number = query.get("page")

    @cached_property
    def figures(self):
        return Figures(self.today)

    @cached_property
    def counts(self):
        return self.figures.counts()

    @cached_property
    def page(self):
        """One page of ids. What was narrowed is asked for once, whole: its length is the count."""
        pks = self.filter.invoices(self.today).values_list("pk", flat=True)
        if self.filter.narrowed or self.filter.view:
            return Paginator(list(pks), A_PAGE).get_page(self.number)
        paginator = Paginator(pks, A_PAGE)
        paginator.count = self.counts[""]
        return paginator.get_page(self.number)

    @cached_property
    def rows(self):
        return rows(in_order(list(self.page)), self.today)

    @property
    def count(self):
        return f"{self.page.paginator.count:,}"

    @property
    def caption(self):
        by = next(each for each in self.headings if each.direction)
        words = by.words.removesuffix(" £").lower()
        return f"Invoices, {VIEWS[self.filter.view].lower()}, by {words}, {by.direction}"

    @cached_property
    def tabs(self):
        return tabs(self.counts, self.filter, SavedView.objects.for_user(self.user), self.today)

    @property
    def kpis(self):
        return self.figures.strip(self.counts)

    @property
    def to_print(self):
        return self.counts["unprinted"]

    @property
    def to_match(self):
        return to_match()

    @property
    def headings(self):
        return [Heading(name, words, self.filter) for name, words in HEADINGS]

    @property
    def choices(self):
        """The lists to choose from: (name, label, what nothing chosen is called, [(value, words)], chosen)."""
        markets = Event.objects.filter(audience="traders").order_by("title").values_list("pk", "title")
        codes = {*BudgetCode.objects.values_list("code", flat=True), self.filter.code,
                 *Event.objects.filter(audience="traders").values_list("budget_code", flat=True)}  # fmt: skip
        return [
            ("market", "Market", "All markets", [(str(pk), title) for pk, title in markets], self.filter.market),
            ("age", "Age", "Any", AGES.items(), self.filter.age),
            ("code", "Budget code", "Any", [(code, code) for code in sorted(codes) if code], self.filter.code),
            ("status", "Status", "Any", STATUSES.items(), self.filter.status),
        ]

    @property
    def query(self):
        return self.filter.query

    @property
    def saved(self):
        """The saved view that is shown, where it is the person's own to delete."""
        return next((tab.saved for tab in self.tabs if tab.current and tab.saved and tab.saved.user == self.user), None)
