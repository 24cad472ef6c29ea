"""The register's taps carried out: what each act does, what is taken back, and what an officer decides."""

from uuid import UUID

from events.late_release import LATE
from events.models import Attendance, Presence, Refused, RegisterNote, RegisterTap
from events.models.attendance import locked_line
from events.models.transactions import retried
from invoicing import letting, pitch_moves
from invoicing.models import Account, Payment

Act = RegisterTap.Act


def apply(occurrence, batch, *, by, at=None):
    """Carry out what a device sends (RegisterTapQuerySet.apply). The occurrence comes with its parts and its rules."""
    return RegisterTap.objects.apply(occurrence, batch, by=by, acts=ACTS, at=at)


def undo(tap, said):
    """Take an earlier tap back: how somebody stood, or a letting. Raises Refused for any other."""
    try:
        of = RegisterTap.objects.with_parts().get(client_id=UUID(str(tap.said.get("of"))), occurrence=tap.occurrence)
    except (ValueError, RegisterTap.DoesNotExist):
        raise Refused("There is nothing to take back. Look at the register again.") from None
    tap.line, tap.place = of.line, of.place
    if of.act == Act.PRESENCE:
        Attendance.objects.take_back(tap, of)
    elif of.act == Act.LET:
        letting.take_back(tap, of)
    else:
        raise Refused(f"“{of.get_act_display()}” cannot be taken back. Write a note beside it.")


ACTS = {
    Act.PRESENCE: Attendance.objects.say, Act.LET: letting.let, Act.PAY: letting.pay, Act.SWAP: pitch_moves.swap,
    Act.NOTE: RegisterNote.objects.write, Act.PHOTO: RegisterNote.objects.write,
    Act.WARNING: RegisterNote.objects.write, Act.UNDO: undo,
}  # fmt: skip


@retried
def decide(tap, in_favour, *, by, at=None):
    """Settle what two officers said about one trader. A pitch released as late meanwhile is let to them again.

    False where it was decided already. Raises Refused where it cannot be done.
    """
    line = locked_line(tap)
    arrived = in_favour and tap.said.get("presence") == Presence.ARRIVED
    if arrived and tap.outcome == tap.Outcome.DISPUTED and line.released_at and line.release_reason == LATE:
        tap.line = pitch_moves.bring_back(line, line.place, tap)
    return Attendance.objects.decide(tap, in_favour, by=by, at=at)


@retried
def book_again(tap, place, *, by, at=None):
    """Try a letting or a payment that could not be booked once more, on `place` where that is another.

    False where it was decided already. Raises Disagreement with what still stands in the way.
    """
    tap = locked_tap(tap)
    if tap is None:
        return False
    tap.place = place or tap.place
    (letting.let if tap.act == Act.LET else letting.pay)(tap, None)
    tap.save(update_fields=["line", "place"])
    return tap.decide(tap.Outcome.APPLIED, f"Booked on {tap.place or tap.line.place}.", by=by, at=at)


def hand_back(tap, why, *, by, at=None):
    """Say that the money was handed back to the trader. False where it was decided already."""
    if not why.strip():
        raise Refused("Say why it was handed back.")
    return tap.decide(tap.Outcome.SET_ASIDE, f"Handed back: {why.strip()}", by=by, at=at)


@retried
def keep_as_credit(tap, *, by, at=None):
    """Put money that cannot be booked on the trader's account as credit. False where it was decided already."""
    tap = locked_tap(tap)
    if tap is None:
        return False
    customer = tap.line.booking.customer if tap.line else letting.customer_of(tap)
    account = getattr(customer, "account", None) or Account.objects.open_for(customer)
    till = letting.open_till(tap)
    payment = Payment.objects.receive(account, tap.said["method"], tap.takes_money, by=tap.by, till=till,
                                      reference=str(tap.said.get("reference", ""))[:100], at=tap.tapped_at)  # fmt: skip
    letting.write_receipt(tap, payment)
    return tap.decide(tap.Outcome.APPLIED, f"Kept as credit on account {account.reference}.", by=by, at=at)


def locked_tap(tap):
    """The tap with its row locked, or None where it was decided already."""
    tap = RegisterTap.objects.select_for_update(of=("self",)).with_parts().get(pk=tap.pk)
    return tap if tap.outcome == tap.Outcome.DISPUTED else None

