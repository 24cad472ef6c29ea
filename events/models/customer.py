"""Who: customers, the traders among them, and what keeps a trader from trading on a day."""

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.db.models import F, Q, Value, prefetch_related_objects
from django.db.models.functions import Replace
from django.utils.timezone import localdate

from events.dates import day as in_words
from events.money import pounds


class CustomerQuerySet(models.QuerySet):
    """Who is meant by what somebody says on the telephone."""

    def found(self, said):
        """Those whom a name, the end of a telephone number, a postcode, an e-mail or a booking's reference fits."""
        words = said.split()
        plain = "".join(words)
        if len(plain) < 2:
            return self.none()
        bare = self.annotate(bare_phone=Replace(F("phone"), Value(" "), Value("")),
                             bare_postcode=Replace(F("postcode"), Value(" "), Value("")))  # fmt: skip
        if plain.lstrip("+").isdigit():
            return bare.filter(bare_phone__endswith=plain[-9:]).order_by("name", "pk")
        named = Q()
        for word in words:
            named &= Q(name__istartswith=word) | Q(name__icontains=f" {word}")
        other = Q(email__istartswith=plain) | Q(bookings__reference=plain.upper())
        if any(letter.isdigit() for letter in plain):
            other |= Q(bare_postcode__istartswith=plain)
        return bare.filter(named | other).distinct().order_by("name", "pk")


class Customer(models.Model):
    """Somebody who books. Most never sign in; some have no e-mail address."""

    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.TextField(blank=True, help_text="As it stands in an envelope's window, without the postcode.")
    postcode = models.CharField(max_length=10, blank=True)
    access_needs = models.CharField(max_length=200, blank=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name"]), models.Index(fields=["phone"]), models.Index(fields=["email"])]

    def __str__(self):
        return self.name


class TraderQuerySet(models.QuerySet):
    """Which traders there are."""

    def with_gates(self):
        """With everything `why_not` looks at, in five queries however many traders there are."""
        return self.prefetch_related("documents", "discipline", "trade_lines__commodity__required_documents")


class Trader(models.Model):
    """A customer who trades on markets, once approved and until suspended."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="trader")
    trading_name = models.CharField(max_length=150)
    goods = models.CharField(max_length=150)
    vat_number = models.CharField(max_length=20, blank=True)
    applied_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    suspended_until = models.DateField(null=True, blank=True, help_text="Last day; empty: until further notice.")
    suspension_reason = models.CharField(max_length=200, blank=True)
    priority = models.BooleanField(default=False, help_text="Goes first among casuals, where a market has it so.")
    badge_version = models.PositiveSmallIntegerField(default=1, help_text="A lost badge is replaced by the next.")
    casual_stopped = models.CharField(max_length=200, blank=True, help_text="Why no casual place is let to them.")

    objects = TraderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="suspension_has_reason", condition=Q(suspended_on=None) | ~Q(suspension_reason="")
            )
        ]

    def __str__(self):
        return self.trading_name

    @property
    def badge(self):
        """What the code on the trader's badge says: nobody can make one up."""
        return Signer(salt="badge").sign(f"T{self.pk}-{self.badge_version}")

    def why_not(self, event, days, casual=False):
        """Why this trader may not book `event` on these days: a list of sentences, empty where nothing forbids it."""
        if casual and self.casual_stopped:
            return [f"No casual place can be let to you: {self.casual_stopped} Telephone the market office."]
        if self.approved_on is None:
            return ["Your application is not approved yet. We will write to you when it is."]
        if barred := self.barred_on(days or [localdate()]):
            return [barred]
        held = list(self.documents.all())
        short = [(paper, self.bare_days(paper, on, held)) for paper, on in self.papers_needed(event, days)]
        return [f"{paper} is needed for {bare[0]:%-d %B %Y}. {what_to_do(paper, held, bare[0])}"
                for paper, bare in short if bare]  # fmt: skip

    def barred_on(self, days):
        """Why they may not trade on some of these days, by suspension or termination; "" where they may on all."""
        for first, last, words in self.bars():
            if any(first <= day and (last is None or day <= last) for day in days):
                until = f" from {in_words(first)} to {in_words(last)}" if last else ""
                choose = "Choose days after that, or telephone" if last else "Telephone"
                return f"Your trading is {words[0]}{until}: {words[1].rstrip('.')}. {choose} the market office."
        return ""

    def bars(self):
        """[(first day, last day or None, (what it is, why))]: what officers served, and what is noted on the trader."""
        served = [step.bar for step in self.discipline.all() if step.bar]
        own = (self.suspended_on, self.suspended_until)
        if self.suspended_on and own not in [bar[:2] for bar in served]:
            served.append((*own, ("suspended", self.suspension_reason)))
        return served

    def papers_needed(self, event, days):
        """[(document type, the days it must cover)]: what the market asks of everybody, and what their goods ask."""
        needed = {paper: list(days) for paper in event.required_documents.all()}
        lines = list(self.trade_lines.all())
        prefetch_related_objects(lines, "commodity__required_documents")
        for line in lines:
            sold = [day for day in days if line.from_day <= day and (line.ended_on is None or day < line.ended_on)]
            for paper in line.commodity.required_documents.all():
                needed[paper] = sorted({*needed.get(paper, []), *sold})
        return list(needed.items())

    @staticmethod
    def bare_days(paper, days, held):
        """Those of the days that none of the papers held covers, the first one first."""
        good = [document for document in held if document.is_accepted and document.meets(paper)]
        return sorted(day for day in days if not any(document.covers(day) for document in good))

    def note_suspension(self, day):
        """Write the suspension in force on a day on the trader, for lists that ask no further; take an old one off.

        What somebody noted by hand, without a notice, is left alone.
        """
        steps = [step for step in self.discipline.all() if step.keeps_away]
        noted = (self.suspended_on, self.suspended_until)
        if self.suspended_on and noted not in [(step.takes_effect_on, step.ends_on) for step in steps]:
            return
        bars = [bar for step in steps if (bar := step.bar) and bar[0] <= day and (bar[1] is None or day <= bar[1])]
        first, last, (_, reason) = bars[0] if bars else (None, None, ("", ""))
        if (first, last, reason[:200]) != (*noted, self.suspension_reason):
            self.suspended_on, self.suspended_until, self.suspension_reason = first, last, reason[:200]
            self.save(update_fields=["suspended_on", "suspended_until", "suspension_reason"])


def what_to_do(paper, held, day):
    """What a trader whose paper does not cover a day does next, in a sentence or two."""
    own = [document for document in held if document.document_type_id == paper.pk]
    if any(document.is_waiting and document.covers(day) for document in own):
        return "We have yours and are checking it. We will write when it is done."
    accepted = [document for document in own if document.is_accepted]
    if any(document.covers(day) for document in accepted):
        return f"It must insure {pounds(paper.minimum_cover)} and yours does not. Send us one that does."
    if ended := [document.expires_on for document in accepted if document.expires_on < day]:
        return f"Yours ends on {in_words(max(ended))}. Send us the next certificate and we will check it."
    return "Send us the certificate and we will check it."


class Assistant(models.Model):
    """Somebody registered to stand at a trader's stall."""

    trader = models.ForeignKey(Trader, models.CASCADE, related_name="assistants")
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=30, blank=True)
    registered_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self):
        return self.name
