"""Ten years of invoices in bulk: 850 traders of three markets, two market days a month each, most of it paid."""

import random
import secrets
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate

from events.models import Booking, BookingLine, Customer, Event, Occurrence, Place, Trader, VatDetermination
from invoicing.models import Account, Allocation, Charge, Council, Dispatch, Invoice, OpenItem, Paper, Payment
from invoicing.models.invoice import SEALED
from tests import cast

MARKETS = [("Thursday market", "MKT-4410", 300), ("Saturday artisan market", "MKT-4420", 300),
           ("Christmas market", "MKT-4475", 250)]  # fmt: skip
TRADES = ["Cheese", "Bakery", "Fabrics", "Plants", "Records", "Honey", "Fishmongers", "Hardware", "Toys", "Books"]
PRICE, CHUNK = 2600, 5000
PAGES = b"%PDF-1.7\n" + bytes(1500)  # stand in for the stored pages, which the list never reads


class Archive:
    """Everything in order of time; `count` invoices in all, the last of them this month."""

    def __init__(self, count, seed=7):
        self.rnd, self.count, self.today = random.Random(seed), count, localdate()
        self.traders = sum(size for *_, size in MARKETS)
        self.months = -(-count // self.traders)
        self.clerk = cast.staff("fay", "Finance")

    @transaction.atomic
    def fill(self):
        self.open_markets()
        self.open_accounts()
        for month in range(self.months):
            self.bill(month, min(self.traders, self.count - month * self.traders))

    def open_markets(self):
        """Each market with its plan, and two days in each of the months."""
        self.days, self.places, self.codes = [], [], []
        for title, code, pitches in MARKETS:
            plan = cast.plan(title, unit="pitch", places=pitches, area=title, row="N")
            slug = title.lower().replace(" ", "-")
            event = Event.objects.create(kind="market", audience="traders", title=title, slug=slug,
                                         charge_type="pitch", budget_code=code)  # fmt: skip
            prices = cast.prices(plan, title, basis="net", regular=PRICE)
            starts = [self.first_of(month) + timedelta(days=day) for month in range(self.months) for day in (3, 17)]
            self.days.append(Occurrence.objects.bulk_create(
                Occurrence(event=event, plan=plan, price_list=prices, starts_at=moment(day, 8),
                           ends_at=moment(day, 16)) for day in starts
            ))  # fmt: skip
            self.places.append(list(Place.objects.filter(area__plan=plan).order_by("position")))
            self.codes.append(code)
        self.determination = cast.determination("pitch", "S", 2000) or VatDetermination.objects.get()
        self.price_type = cast.price_type("regular")

    def first_of(self, month):
        """The first day of a month, the last of which is this one."""
        back = self.months - 1 - month
        year, month = divmod(self.today.year * 12 + self.today.month - 1 - back, 12)
        return date(year, month + 1, 1)

    def open_accounts(self):
        customers = Customer.objects.bulk_create(
            Customer(name=f"{name_of(n)}", address=f"{n} High Street\nTown", postcode="AB1 2CD",
                     email=f"trader{n}@example.org") for n in range(self.traders)
        )  # fmt: skip
        Trader.objects.bulk_create(
            Trader(customer=customer, trading_name=customer.name, goods=TRADES[n % 10], applied_on=self.today)
            for n, customer in enumerate(customers)
        )
        self.accounts = Account.objects.bulk_create(
            Account(customer=customer, reference=f"{700_000_000 + n * 7}", credit_limit=10**7,
                    delivery=("email", "post", "post", "both")[n % 4]) for n, customer in enumerate(customers)
        )  # fmt: skip
        self.bookings = Booking.objects.bulk_create(
            Booking(customer=customer, channel="portal", status="confirmed", reserved_until=moment(self.today, 9),
                    confirmed_at=moment(self.today, 9))
            for customer in customers
        )
        self.seller, self.numbers = Council.current().printed(), {}

    def pitch_of(self, n):
        """The market and the pitch of the nth trader."""
        for market, (_, _, size) in enumerate(MARKETS):
            if n < size:
                return market, n
            n -= size
        raise IndexError(n)

    def bill(self, month, traders):
        """One month: a booking line and a charge for each of two days, an invoice a trader, and what became of it."""
        issued_on = min(self.first_of(month) + timedelta(days=20), self.today)
        invoices = Invoice.objects.bulk_create(
            Invoice(account=self.accounts[n], net=2 * PRICE + n % 50, vat_amount=2 * PRICE // 5 + n % 50 // 5)
            for n in range(traders)
        )
        self.charge(month, invoices)
        self.seal(invoices, issued_on)
        self.send(invoices, month)
        self.settle(invoices, issued_on)

    def charge(self, month, invoices):
        lines = []
        for n in range(len(invoices)):
            market, place = self.pitch_of(n)
            lines += [
                BookingLine(booking=self.bookings[n], occurrence=self.days[market][2 * month + each],
                            place=self.places[market][place], price_type=self.price_type, price=PRICE, basis="net",
                            vat="S", vat_rate=2000, determination=self.determination, budget_code=self.codes[market])
                for each in (0, 1)
            ]  # fmt: skip
        BookingLine.objects.bulk_create(lines, CHUNK)
        Charge.objects.bulk_create((
            Charge(account=self.accounts[i // 2], line=line, invoice=invoices[i // 2], price=PRICE, basis="net",
                   on=self.first_of(month) + timedelta(days=3 + 14 * (i % 2)), description=MARKETS_WORDS, vat="S",
                   vat_rate=2000, determination=self.determination, budget_code=line.budget_code, net=PRICE,
                   vat_amount=PRICE // 5)
            for i, line in enumerate(lines)
        ), CHUNK)  # fmt: skip

    def seal(self, invoices, issued_on):
        """Number them: one statement for each, since an issued invoice takes no more charges."""
        year, at = issued_on.year, moment(issued_on, 10)
        for invoice in invoices:
            self.numbers[year] = self.numbers.get(year, 0) + 1
            invoice.billed_to, invoice.seller = f"{invoice.account.customer.name}\n1 High Street\nAB1 2CD", self.seller
            invoice.issued_at, invoice.issued_on, invoice.issued_by = at, issued_on, self.clerk
            invoice.due_on, invoice.pay_token = issued_on + timedelta(days=30), secrets.token_urlsafe(16)
            invoice.number = f"INV-{year}-{self.numbers[year]:05d}"
        fields = [Invoice._meta.get_field(name) for name in SEALED]
        rows = [[*(field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields), one.pk]
                for one in invoices]  # fmt: skip
        marks = ", ".join(f"{field.column} = %s" for field in fields)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE invoicing_invoice SET {marks} WHERE id = %s", rows)

    def send(self, invoices, month):
        """All but the last month's have gone, each the way its trader likes."""
        if month == self.months - 1:
            return
        papers = Paper.objects.bulk_create(Paper(invoice=one, pdf=PAGES, sha256="0" * 64) for one in invoices)
        Dispatch.objects.bulk_create(
            Dispatch(paper=paper, channel=channel, by=self.clerk, to="a@example.org" if channel == "email" else "")
            for paper in papers for channel in channels(paper.invoice.account)
        )

    def settle(self, invoices, issued_on):
        """Nine of ten old ones are paid, one of thirty in part; the latest are mostly open."""
        old = (self.today - issued_on).days > 45
        paid = []
        for invoice in invoices:
            chance = self.rnd.random()
            part = invoice.gross if chance < (0.93 if old else 0.3) else invoice.gross // 2 if chance > 0.97 else 0
            paid.append((invoice, part))
        payments = Payment.objects.bulk_create(
            Payment(account=one.account, invoice=one, method="bacs", amount=part, taken_at=moment(issued_on, 12),
                    reference=f"line {one.number}") for one, part in paid if part
        )  # fmt: skip
        Allocation.objects.bulk_create(
            Allocation(payment=each, invoice=each.invoice, amount=each.amount, appropriated_by="debtor")
            for each in payments
        )
        OpenItem.objects.bulk_create(
            OpenItem(invoice=one, account=one.account, due_on=one.due_on, owing=one.gross - part)
            for one, part in paid if part < one.gross
        )


MARKETS_WORDS = "Market pitch, regular"


def channels(account):
    return ["post", "email"] if account.delivery == "both" else [account.delivery]


def moment(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def name_of(n):
    """A trader's name; three people share each surname."""
    first = ["Amber", "Bryn", "Cara", "Dai", "Elin", "Fergus", "Gwen", "Hollis", "Iris", "Jo"][n % 10]
    return f"{first} {SURNAMES[n // 3 % len(SURNAMES)]} {TRADES[n // 7 % 10]}"


SURNAMES = [f"{start}{end}" for start in ("Ash", "Beck", "Cole", "Dun", "Ever", "Fair", "Green", "Hart", "Kirk", "Lang")
            for end in ("bourne", "by", "dale", "field", "ford", "ham", "ley", "man", "ton", "wood")]  # fmt: skip
