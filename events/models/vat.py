"""How VAT applies to a charge: dated, evidenced determinations. Nothing is ever taxed by default.

They stand here, below the booking, because the first price a buyer sees must be the whole price
(Digital Markets, Competition and Consumers Act 2024), so a line must know its VAT when it is priced.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.money import Vat


class ChargeType(models.TextChoices):
    """What is being charged for."""

    TICKET = "ticket", "Theatre ticket"
    PITCH = "pitch", "Market pitch"
    CONSENT = "consent", "Street-trading consent"
    EQUIPMENT = "equipment", "Equipment and power"
    HIRE = "hire", "Hire of a hall"
    PROGRAMME = "programme", "Programmes and books"
    FEE = "fee", "Fee"
    PENALTY = "penalty", "Damages and penalties"


class Ground(models.TextChoices):
    """Why a determination is what it is."""

    RULE = "rule", "The general rule"
    OPTION = "option", "Option to tax (VATA 1994 Sch 10)"
    CULTURE = "culture", "Cultural exemption (VATA 1994 Sch 9 Group 13)"
    AGENT = "agent", "The council is agent, the supply is another's (VATA 1994 s47)"


class VatDetermination(models.Model):
    """Who decided how VAT applies, on what ground, from when to when.

    For one occurrence, for one event or market, or for all of a charge type; the narrowest one applies.

    A decision is replaced, never edited: end it and record the next one.
    """

    charge_type = models.CharField(max_length=10, choices=ChargeType)
    event = models.ForeignKey("events.Event", models.PROTECT, null=True, blank=True, related_name="determinations")
    occurrence = models.ForeignKey(
        "events.Occurrence", models.PROTECT, null=True, blank=True, related_name="determinations"
    )
    ground = models.CharField(max_length=7, choices=Ground, default=Ground.RULE)
    option_reference = models.CharField(
        max_length=60, blank=True, help_text="HMRC's acknowledgement of the option to tax."
    )
    treatment = models.CharField(max_length=1, choices=Vat)
    rate = models.PositiveIntegerField(default=0, help_text="Hundredths of a per cent: 2000 is 20%.")
    reason = models.CharField(max_length=200, blank=True, help_text="Printed on the invoice.")
    evidence = models.TextField(help_text="The ground and where it is kept.")
    decided_by = models.CharField(max_length=100)
    decided_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vat_rate_fits_treatment", condition=Q(treatment="S", rate__gt=0) | (~Q(treatment="S") & Q(rate=0))
            ),
            models.CheckConstraint(
                name="vat_exemption_has_reason", condition=~Q(treatment__in=["E", "O"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="vat_option_is_referenced",
                condition=~Q(ground="option") | Q(treatment="S") & ~Q(option_reference=""),
            ),
            models.CheckConstraint(
                name="vat_agent_is_outside", condition=~Q(ground="agent") | Q(treatment="O")
            ),
            models.CheckConstraint(
                name="vat_occurrence_of_its_event", condition=Q(occurrence=None) | Q(event__isnull=False)
            ),
            models.CheckConstraint(
                name="vat_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self):
        return f"{self.get_charge_type_display()}: {self.get_treatment_display()} from {self.valid_from}"

    def applies_to(self, occurrence):
        """Whether it is about this occurrence: its own, its event's, or the general one of the charge type."""
        if self.occurrence_id or self.event_id:
            return self.occurrence_id in (None, occurrence.pk) and self.event_id == occurrence.event_id
        return self.charge_type == occurrence.event.charge_type

    @property
    def strength(self):
        """The narrower determination goes before the wider one, the latest before earlier ones."""
        return (self.occurrence_id is not None, self.event_id is not None, self.valid_from, self.pk)
