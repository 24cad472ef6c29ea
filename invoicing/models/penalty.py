"""The charge that a penalty notice put on its trader's account."""

from django.db import models

from events.models import DisciplineStep

from .charge import Charge


class Penalty(models.Model):
    """That a notice was charged: each once."""

    step = models.OneToOneField(DisciplineStep, models.PROTECT, related_name="charged")
    charge = models.OneToOneField(Charge, models.PROTECT, related_name="penalty")

    class Meta:
        verbose_name_plural = "penalties"

    def __str__(self):
        return f"{self.step}: {self.charge}"
