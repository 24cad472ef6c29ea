"""Proofs about what accounts owe: open items, allocations, credit, write-offs, reminders and statements."""

from datetime import date

from django.db.models import F, Q, Sum
from django.utils.timezone import localdate

from invoicing.models import (
    Account,
    Allocation,
    Approval,
    Code,
    CreditNote,
    Invoice,
    OpenItem,
    Payment,
    Posting,
    RecoveryHold,
    Reminder,
    Statement,
)
from invoicing.models.statement import aged
from invoicing.proofs.sums import Rules, balances, differences, excesses, minus, sums, together

rules = Rules()
GROSS = F("net") + F("vat_amount")


def gross_by(rows, key):
    """Net and VAT by a column: {key: pence}."""
    return dict(rows.order_by().values_list(key).annotate(total=Sum(GROSS)))


def granted(act, key):
    """What two people decided to let go, by a column: {key: pence}."""
    return sums(Approval.objects.filter(act=act, granted=True), key)


@rules.enter("Each account owes its invoices less its credit notes, write-offs and payments")
def accounts_owe_their_invoices():
    owed = together(
        gross_by(Invoice.objects.issued(), "account"), minus(gross_by(CreditNote.objects, "account")),
        minus(balances(Code.BAD_DEBTS, "account")), minus(sums(Payment.objects.exclude(account=None), "account")),
    )  # fmt: skip
    return differences("account", balances(Code.DEBTORS, "account"), owed)


@rules.enter("What is open of each invoice is what it came to less what settles it, and nothing else is open")
def open_items_are_what_is_left():
    settled = together(sums(Allocation.objects.live(), "invoice"), balances(Code.BAD_DEBTS, "invoice"))
    left = together(gross_by(Invoice.objects.issued(), "pk"), minus(settled))
    strays = OpenItem.objects.exclude(account=F("invoice__account"))
    late = OpenItem.objects.filter(invoice__schedule=False).exclude(due_on=F("invoice__due_on"))
    wrong = [f"open item {pk}" for pk in (strays | late).values_list("pk", flat=True)]
    return wrong + differences("invoice", sums(OpenItem.objects, "invoice", "owing"), left) + schedules_open()


def schedules_open():
    """Of a schedule, the earliest days are settled first."""
    wrong = []
    for invoice in Invoice.objects.issued().filter(schedule=True, open_items__isnull=False).distinct():
        parts, open_items = dict(invoice.parts()), dict(invoice.open_items.values_list("due_on", "owing"))
        later = [parts.get(day, 0) for day in parts if day > min(open_items)]
        if [open_items.get(day, 0) for day in parts if day > min(open_items)] != later or set(open_items) - set(parts):
            wrong.append(f"schedule {invoice}")
    return wrong


@rules.enter("What is open less what the journal holds against an account is the account's credit")
def credit_is_what_settles_nothing():
    money = Payment.objects.exclude(account=None)
    unused = Allocation.objects.live()
    credit = together(
        sums(money, "account"), gross_by(CreditNote.objects, "account"),
        minus(sums(unused.exclude(payment=None), "payment__account")),
        minus(sums(unused.exclude(credit_note=None), "credit_note__account")),
    )  # fmt: skip
    open_less_owed = together(sums(OpenItem.objects, "account", "owing"), minus(balances(Code.DEBTORS, "account")))
    return differences("account", open_less_owed, credit)


@rules.enter("Aged debt less the credit on accounts is what the ledger's control account says")
def aged_debt_is_the_control_total():
    debt = sum(aged(OpenItem.objects.values_list("due_on", "owing"), localdate()))
    credit = sum(account.credit() for account in Account.objects.filter(postings__isnull=False).distinct())
    return differences("code", {Code.DEBTORS: debt - credit}, {Code.DEBTORS: Posting.objects.balance(Code.DEBTORS)})


@rules.enter("No payment, credit note or invoice is allocated beyond what it came to, or across accounts")
def allocations_within():
    live = Allocation.objects.live()
    back = sums(Payment.objects.exclude(refund_of=None), "refund_of")
    payments = together(sums(Payment.objects.filter(refund_of=None).exclude(account=None), "pk"), back)
    settled = together(sums(live, "invoice"), balances(Code.BAD_DEBTS, "invoice"))
    foreign = live.exclude(Q(payment__account=F("invoice__account")) | Q(credit_note__account=F("invoice__account")))
    return [
        *excesses("payment", sums(live.exclude(payment=None), "payment"), payments),
        *excesses("credit note", sums(live.exclude(credit_note=None), "credit_note"),
                  gross_by(CreditNote.objects, "pk")),
        *excesses("invoice", settled, gross_by(Invoice.objects.issued(), "pk")),
        *(f"allocation {pk}" for pk in foreign.values_list("pk", flat=True)),
    ]  # fmt: skip


@rules.enter("Every write-off, and every refund of an account's money, was decided by two people")
def two_people_let_go():
    alone = Approval.objects.filter(decided_by=F("asked_by")).values_list("pk", flat=True)
    written_off = sums(Posting.objects.filter(debit=Code.BAD_DEBTS), "invoice")
    back = Payment.objects.filter(refund_of__account__isnull=False)
    refunded = minus(sums(back, "refund_of"))
    return [
        *(f"approval {pk}" for pk in alone),
        *differences("write-off of invoice", written_off, granted("write-off", "invoice")),
        *differences("refund of payment", refunded, granted("refund", "payment")),
    ]


@rules.enter("No reminder was sent while a hold stopped it")
def holds_are_kept():
    """Breathing space forbids contact on the debt (Debt Respite Scheme Regulations 2020). A broken plan stops nothing.

    A hold that begins before the day it was placed could not stop what was sent before.
    """
    wrong = []
    for hold in RecoveryHold.objects.exclude(cause=RecoveryHold.Cause.PLAN):
        sent = Reminder.objects.filter(account=hold.account, on__range=(hold.begins_on, hold.ends_on or date.max))
        sent = sent.filter(sent_at__gte=hold.placed_at)
        sent = sent.filter(sent_at__lt=hold.lifted_at) if hold.lifted_at else sent
        sent = sent.filter(lines__invoice=hold.invoice) if hold.invoice_id else sent
        wrong += [f"reminder {pk} of account {hold.account_id}" for pk in sent.values_list("pk", flat=True)]
    return wrong


@rules.enter("Every statement closes with what it opened with and its entries")
def statements_add_up():
    kept = Statement.objects.values_list("pk", "opening", "closing", "entries").iterator(500)
    return [f"statement {pk}" for pk, opening, closing, entries in kept
            if opening + sum(entry["pence"] for entry in entries) != closing]  # fmt: skip


@rules.enter("No account reference is wrong or missing")
def references_sound():
    return [f"account {pk}" for pk in Account.objects.filter(reference=None).values_list("pk", flat=True)]
