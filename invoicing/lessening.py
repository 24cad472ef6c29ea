"""Taking a part off what was charged, whether it is billed yet or not, and charging it again to the penny.

What is on no invoice is taken off, and what stays of it charged anew; what is on one gets a credit note. A part is a
share of charges (`lessen`, whose caller holds the accounts locked), or all of a line's but for some pence (`keep`).
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Sum

from events.late_release import LATE
from events.models import BookingLine
from events.money import Basis, Priced, rounded, tax, total_of
from invoicing.models import Account, Charge, CreditLine, CreditNote
from invoicing.models.credit_note import creditable, shares


@dataclass(frozen=True)
class Lessened:
    """A charge as it stood, and by how many pence the account owes less; by its negative or by a credit line."""

    charge: Charge
    gross: int
    taken_off: Charge | None = None
    credit_line: CreditLine | None = None


def share(price, percent):
    """Whole pence of a price, half away from zero."""
    return rounded(Fraction(price * percent, 100))


def lessen(charges, percent, *, reason, text, by, at):
    """Take `percent` off each of these standing charges: [Lessened]. `reason` is a CreditNote.Reason."""
    lessened = take_share_off(charges.filter(invoice=None), percent, by, at)
    for invoice, wanted in wanted_of(charges, percent):
        note = CreditNote.objects.issue(invoice, wanted, reason=reason, text=text[:200], by=by, at=at)
        lines = note.lines.select_related("charge__line", "charge__account")
        lessened += [Lessened(line.charge, line.net + line.vat_amount, credit_line=line) for line in lines]
    return lessened


def previewed(charges, percent):
    """What `lessen` would come to: [(charge, pence)]. Changes nothing."""
    unbilled = [(charge, charge.standing_gross, kept_of(charge, percent)) for charge in charges.filter(invoice=None)]
    rows = [(charge, gross - (kept.standing_gross if kept else 0)) for charge, gross, kept in unbilled]
    for invoice, wanted in wanted_of(charges, percent):
        rows += [(each.charge, taxed.gross) for each, _, taxed in shares(wanted, creditable(invoice))]
    return [(charge, gross) for charge, gross in rows if gross]


def wanted_of(charges, percent):
    """What to credit of those that are invoiced, invoice by invoice: [(invoice, [(charge, pence)])]."""
    by_invoice = defaultdict(set)
    for charge in charges.exclude(invoice=None).select_related("invoice__account").order_by("invoice", "pk"):
        by_invoice[charge.invoice].add(charge.pk)
    for invoice, own in by_invoice.items():
        left = [(each.charge, share(each.price, percent)) for each in creditable(invoice) if each.charge.pk in own]
        if wanted := [(charge, price) for charge, price in left if price > 0]:
            yield invoice, wanted


def kept_of(charge, percent):
    """What is charged instead, not saved; None where nothing stays charged."""
    price = charge.price - share(charge.price, percent)
    words = f"{charge.description}: {100 - percent}% of it"[:200]
    return charge.again(price=price, quantity=1, description=words, instead_of=charge) if price else None


def take_share_off(charges, percent, by, at):
    """Lessen charges that are on no invoice."""
    instead = [(charge, kept_of(charge, percent)) for charge in charges if share(charge.price, percent)]
    taken_off = replace(instead, by, at)
    return [Lessened(charge, charge.standing_gross - (kept.standing_gross if kept else 0),
                     taken_off=taken_off[charge.pk]) for charge, kept in instead]  # fmt: skip


def replace(instead, by, at):
    """Take charges on no invoice off and enter others in their stead, [(charge, another or None)]: {id: negative}."""
    taken_off = Charge.objects.filter(pk__in=[charge.pk for charge, _ in instead]).take_off(by=by, at=at)
    enter([one for _, one in instead if one], by, at)
    return {negative.reverses_id: negative for negative in taken_off}


def charges_of(line):
    """What stands charged for a booking line itself, or for an extra line; not what was taken off."""
    own = {"line": line, "extra_line": None} if isinstance(line, BookingLine) else {"extra_line": line}
    return Charge.objects.filter(reverses=None, reversal=None, **own).select_related("account", "invoice")


def moved_from(lines):
    """The lines of the same day that these were moved from: what was invoiced for those stands for these.

    Not what was released as late: its price is kept whatever becomes of the trader afterwards.
    """
    found = []
    for line in lines:
        before = line.replaces if isinstance(line, BookingLine) else None
        while before and before.occurrence_id == line.occurrence_id and before.release_reason != LATE:
            found.append(before)
            before = before.replaces
    return found


def lock_accounts(charges):
    """Wait for the accounts of these charges: only then is it certain what stands charged, and on which invoice."""
    list(Account.objects.select_for_update().filter(pk__in=charges.order_by().values("account")).order_by("pk"))


def keep(parts, *, words, by=None, at):
    """Let `parts`, [(line or extra line, pence of its price)], stay charged and take the rest off. `words` says why.

    Returns the credit notes. The caller's transaction holds it together.
    """
    own = [charge.pk for line, _ in parts for charge in charges_of(line)]
    lock_accounts(Charge.objects.filter(pk__in=own))
    found = [row for line, kept in parts for row in staying(line, kept)]
    replace([(charge, kept_instead(charge, kept, words)) for charge, kept in found
             if charge.invoice_id is None and kept < charge.price], by, at)  # fmt: skip
    return credit_but([(charge, kept) for charge, kept in found if charge.invoice_id], words, by, at)


def staying(line, kept):
    """What stays of each standing charge of a line, [(charge, pence of its own price)]: `kept` pence of the line's.

    There are several where a part was credited and charged again. What is on an invoice stays before what is on none.
    """
    rows = []
    for charge in sorted(charges_of(line), key=lambda one: (one.invoice_id is None, one.pk)):
        standing = stands_for(charge)
        worth = in_basis(charge, standing, charge.basis, line.basis)
        part = standing if kept >= worth else min(standing, in_basis(charge, kept, line.basis, charge.basis))
        kept = max(kept - worth, 0)
        rows.append((charge, part))
    return rows


def stands_for(charge):
    """Pence of a charge's price that were not credited."""
    return charge.price - (charge.credits.aggregate(total=Sum("price"))["total"] or 0)


def in_basis(charge, pence, basis, wanted):
    """Pence with the charge's VAT included or not, as they come to the same the other way."""
    if basis == wanted:
        return pence
    taxed = total_of(tax([Priced(pence, basis, charge.vat, charge.vat_rate)]))
    return taxed.net if wanted == Basis.NET else taxed.gross


def kept_instead(charge, kept, words):
    """What is charged instead, not saved; None where nothing stays charged."""
    said = f"{words}: {charge.description}"[:200]
    return charge.again(instead_of=charge, price=kept, description=said) if kept else None


def credit_but(charges, words, by, at):
    """Credit invoiced charges but for what stays of each, [(charge, pence)]; one note an invoice."""
    by_invoice, notes = defaultdict(dict), []
    for charge, kept in charges:
        by_invoice[charge.invoice][charge.pk] = kept
    for invoice, kept in by_invoice.items():
        off = [(each.charge, each.price - kept[each.charge.pk]) for each in creditable(invoice)
               if each.charge.pk in kept and each.price > kept[each.charge.pk]]  # fmt: skip
        if off:
            notes.append(CreditNote.objects.issue(invoice, off, reason=CreditNote.Reason.WITHDRAWN, text=words[:200],
                                                  by=by, at=at))  # fmt: skip
    return notes


def restore(credits, *, by, at):
    """Charge again exactly what these DecisionCredits took off, and note it on them.

    The original stands again where nothing was billed of it; what is billed by now is charged by the pence that were
    taken off, VAT included, so that no rounding can add or lose one. What was given back meanwhile is not charged
    again.
    """
    live = [one for one in credits if stands(one.charge, one.decision.decided_at)]
    for one in credits:
        one.restored_at = at
        one.words = "" if one in live else "The pitch was given back meanwhile, so it was not charged again."
    unbilled = Charge.objects.filter(instead_of__in=[one.charge_id for one in live], invoice=None, reversal=None)
    gone = {charge.reverses.instead_of_id for charge in unbilled.take_off(by=by, at=at)}
    stand_for_less = Charge.objects.filter(instead_of__in=[one.charge_id for one in live])
    billed = set(stand_for_less.values_list("instead_of", flat=True)) - gone
    restored = [(one, restoring(one, one.charge_id in billed)) for one in live if one.gross]
    enter([charge for _, charge in restored], by, at)
    for one, charge in restored:
        one.restored_by = charge
    type(credits[0]).objects.bulk_update(credits, ["restored_at", "restored_by", "words"]) if credits else None


def stands(charge, since):
    """Whether the place or the extra it is for was not given back since then."""
    sold = charge.extra_line or charge.line
    return sold is None or sold.released_at is None or sold.released_at <= since


def restoring(credit, partly_billed):
    """The charge that makes one DecisionCredit good, not saved."""
    charge = credit.charge
    if credit.credit_line:
        return charge.again(restores_credit=credit.credit_line, **exactly(charge, credit.gross))
    if partly_billed:
        return charge.again(restores=credit.taken_off, **exactly(charge, credit.gross))
    return charge.again(restores=credit.taken_off)


def exactly(charge, gross):
    """A price that comes to `gross` pence whatever it is billed with: VAT included, where there is any."""
    basis = Basis.GROSS if charge.vat_rate else charge.basis
    whole = gross == charge.price and basis == charge.basis
    return {"price": gross, "basis": basis, "quantity": charge.quantity if whole else 1}


def enter(charges, by, at):
    """Save charges and post them, account by account."""
    Charge.objects.bulk_create(charges)
    by_account = defaultdict(list)
    for charge in charges:
        by_account[charge.account].append(charge)
    for account, own in by_account.items():
        account.post_charges(own, by=by, at=at)
