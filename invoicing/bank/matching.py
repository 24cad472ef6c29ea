"""Bank lines against open invoices: proposals with a score and reasons, the best first. A person confirms them.

A payer may say which debt a payment is for; otherwise the oldest is paid first (Clayton's Case; The Mecca).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from events.money import pounds
from invoicing.bank.book import AccountInfo, Book, OpenInvoice
from invoicing.bank.clues import clues_of
from invoicing.bank.sums import sets_adding_up

__all__ = ["AccountInfo", "Appropriation", "Book", "OpenInvoice", "Proposal", "match", "match_all"]
EXACT, BEST_INEXACT, RIVAL = 100, 95, 70
EACH_FURTHER_CLUE = 3
MOST_PROPOSALS = 10


class Appropriation(StrEnum):
    """Who said which debts a payment settles."""

    PAYER = "payer"
    OLDEST = "oldest first"


@dataclass(frozen=True)
class Proposal:
    """One way to use a receipt: (invoice id, pence) each, and the remainder in pence as credit on the account.

    Allocations and remainder add up to the receipt. `agrees`: it is what is owed on these invoices, to the penny.
    `sole`: no others of the account add up to it. `exact`: a reference written in full and the amount agree, and
    nothing else competes.
    """

    account_id: int
    score: int
    allocations: tuple[tuple[int, int], ...]
    remainder: int
    reasons: tuple[str, ...]
    appropriation: Appropriation
    agrees: bool
    sole: bool
    exact: bool = False

    @property
    def paid(self):
        """Ids of the invoices it pays."""
        return {invoice_id for invoice_id, _ in self.allocations}


@dataclass(frozen=True)
class Plan:
    """Invoices to pay first, and whether the receipt is what they owe."""

    invoices: tuple
    agrees: bool = False
    sole: bool = False


def match_all(entries, book):
    """{entry's place in `entries`: its proposals}. Where two lines would pay the same debt, neither is exact."""
    matched = {place: match(entry, book) for place, entry in enumerate(entries)}
    exact = [found[0] for found in matched.values() if found and found[0].exact]
    claims = Counter(invoice_id for each in exact for invoice_id in each.paid)
    for place, found in matched.items():
        if found and found[0].exact and any(claims[each] > 1 for each in found[0].paid):
            reasons = (*found[0].reasons, "Another line of this file would pay the same invoice.")
            matched[place] = [replace(found[0], exact=False, score=BEST_INEXACT, reasons=reasons), *found[1:]]
    return matched


def match(entry, book):
    """Proposals for one bank entry, the best first; none for money out or for money that was sent back."""
    if entry.amount <= 0 or entry.reversal:
        return []
    clues, unknown = clues_of(entry, book)
    by_account = defaultdict(list)
    for clue in clues:
        by_account[clue.account_id].append(clue)
    proposals = [each for account_id, own in by_account.items() for each in proposals_for(entry, account_id, own, book)]
    proposals = [with_unknown(each, unknown) for each in proposals]
    exact = the_exact_one(proposals, by_account) if not unknown else None
    proposals = [replace(each, exact=True, score=EXACT) if each is exact else each for each in proposals]
    return sorted(proposals, key=lambda each: order(each, book))[:MOST_PROPOSALS]


def order(proposal, book):
    """The best first; among equals those that agree, then the account that has owed longest."""
    invoices = book.invoices_of(proposal.account_id)
    longest = invoices[0].due_on if invoices else date.max
    return (-proposal.score, not proposal.agrees, longest, proposal.account_id)


def proposals_for(entry, account_id, clues, book):
    """What can be proposed on one account: each plan with the clues that speak for it."""
    invoices = book.invoices_of(account_id)
    made = []
    for plan in plans(entry.amount, clues, invoices):
        own = [clue for clue in clues if clue.invoice is None or clue.invoice in plan.invoices]
        scores = [score for clue in own if (score := clue.agreeing if plan.agrees else clue.otherwise) is not None]
        if scores:
            score = min(max(scores) + EACH_FURTHER_CLUE * (len(scores) - 1), BEST_INEXACT)
            made.append(proposal(entry.amount, account_id, plan, invoices, score, [clue.reason for clue in own]))
    return made


def plans(amount, clues, invoices):
    """Invoices named in full, if they add up; else sets that add up; else whatever is named, then the oldest."""
    named = named_by([clue for clue in clues if clue.sure], invoices)
    if named and sum(each.owing for each in named) == amount:
        return [Plan(named, agrees=True, sole=True)]
    sets, sole = sets_adding_up(invoices, amount)
    adding_up = [Plan(each, agrees=True, sole=sole and not named) for each in sets]
    if named:
        return [Plan(named), *adding_up]
    return adding_up or [Plan(named_by(clues, invoices)[:1])]


def named_by(clues, invoices):
    """The invoices that clues name, oldest first."""
    named = {clue.invoice.id for clue in clues if clue.invoice}
    return tuple(each for each in invoices if each.id in named)


def proposal(amount, account_id, plan, invoices, score, reasons):
    others = () if plan.agrees else [each for each in invoices if each not in plan.invoices]
    allocations, left = [], amount
    for invoice in (*plan.invoices, *others):
        if left:
            allocations.append((invoice.id, min(left, invoice.owing)))
            left -= allocations[-1][1]
    by_payer = plan.sole if plan.agrees else plan.invoices and len(allocations) <= len(plan.invoices)
    return Proposal(
        account_id, score, tuple(allocations), left, (*reasons, *amount_reasons(amount, plan, invoices, left)),
        Appropriation.PAYER if by_payer else Appropriation.OLDEST, plan.agrees, plan.sole,
    )  # fmt: skip


def amount_reasons(amount, plan, invoices, left):
    """What the amount says, in sentences."""
    if plan.agrees:
        count = len(plan.invoices)
        yield f"The amount is what is owed{f' on {count} invoices' if count > 1 else ''} to the penny."
        if not plan.sole:
            yield "Other invoices of this account may add up to it too."
        return
    owing = sum(each.owing for each in plan.invoices)
    if owing > amount:
        yield f"The amount is {pounds(owing - amount)} less than is owed on what it names."
    elif invoices:
        yield "No invoices were found that add up to the amount; the oldest are paid first."
    else:
        yield "Nothing is owed on this account."
    if left:
        yield f"{pounds(left)} is more than is owed and stays as credit on the account."


def with_unknown(proposal, unknown):
    """The proposal, with a word about each number in the line that is of no open invoice."""
    words = [f"{cited} in the bank line is not an open invoice." for cited in unknown]
    return replace(proposal, reasons=(*proposal.reasons, *words))


def the_exact_one(proposals, by_account):
    """The proposal that needs no thought, or None: one account referred to, the amount agrees, and no rival."""
    sure = {account_id for account_id, clues in by_account.items() if any(clue.sure for clue in clues)}
    agreeing = [each for each in proposals if each.agrees and each.account_id in sure]
    if len(sure) != 1 or len(agreeing) != 1 or not agreeing[0].sole:
        return None
    own = by_account[agreeing[0].account_id]
    if not {clue.invoice.id for clue in own if clue.invoice} <= agreeing[0].paid:
        return None
    rivals = [each for each in proposals if each.agrees and each.score >= RIVAL and each.account_id not in sure]
    return agreeing[0] if not rivals or any(clue.says_who for clue in own) else None
