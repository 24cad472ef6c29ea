"""One slip, one payment: also where two people write the same number in the same moment."""

from contextlib import contextmanager

from django.db import IntegrityError

from events.models import Refused
from events.models.transactions import violates
from invoicing.models import Payment

ONE_RECORD = next(one for one in Payment._meta.constraints if one.name == "processor_payment_once")


class RecordedBefore(Refused):
    """A payment with this slip, or of this processor's number, stands already."""

    code = "payment_reference_used"


@contextmanager
def once(reference):
    """Around what records a payment of this reference. Raises RecordedBefore where somebody was quicker."""
    try:
        yield
    except IntegrityError as error:
        if not violates(error, ONE_RECORD):
            raise
        raise RecordedBefore(f"{reference} was recorded already. Look for the booking that has it.") from error
