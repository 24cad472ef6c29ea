"""From frozen rows to letters: statements, reminders and receipts, each drawn once and stored."""

from datetime import date

from django.utils.timezone import localdate

from invoicing.models import Council, Paper
from invoicing.models.statement import address_of
from invoicing.papers import receipt_pdf, reminder_pdf, statement_pdf
from invoicing.printing import letterhead


def printed_statement(statement):
    """The stored pages of a statement."""
    return Paper.objects.of(lambda: statement_pdf.render(statement_document(statement)), statement=statement)


def printed_reminder(reminder):
    """The stored pages of a reminder."""
    lines = reminder.lines.select_related("invoice")
    return Paper.objects.of(lambda: reminder_pdf.render(reminder_document(reminder, lines)), reminder=reminder)


def sample_reminder(due, day):
    """The pages of a reminder that would be sent; nothing is kept."""
    return reminder_pdf.render(reminder_document(*due.draft(day)))


def printed_receipt(payment):
    """The stored pages of the receipt for a payment to an account, as it stood when first asked for."""
    return Paper.objects.of(lambda: receipt_pdf.render(receipt_document(payment)), payment=payment)


def to(account, billed_to):
    """Who a letter goes to and how they read: the fields that every letter has."""
    name, *address = [line for line in billed_to.splitlines() if line.strip()]
    return {"customer_name": name, "address": tuple(address), "account_reference": account.reference or "",
            "language": account.language, "large_print": account.large_print}  # fmt: skip


def statement_document(statement):
    """A statement as plain values, from what was kept when it was made."""
    entries = tuple(
        statement_pdf.StatementEntry(date.fromisoformat(row["on"]), row["what"], row["reference"], row["pence"],
                                     row["balance"])
        for row in statement.entries
    )  # fmt: skip
    return statement_pdf.StatementDocument(
        **to(statement.account, statement.billed_to), first=statement.first, last=statement.last,
        opening=statement.opening, entries=entries, closing=statement.closing, ageing=tuple(statement.ages),
        letterhead=letterhead(statement.seller), issue_date=statement.made_on,
        pay_reference=statement.account.reference or "",
    )  # fmt: skip


def reminder_document(reminder, lines):
    """A reminder as plain values, in the words it was sent in."""
    overdue = tuple(
        reminder_pdf.OverdueInvoice(line.invoice.number, line.due_on, (reminder.on - line.due_on).days, line.owing)
        for line in lines
    )
    paragraphs = tuple(part.strip() for part in reminder.text.split("\n") if part.strip())
    return reminder_pdf.ReminderDocument(
        **to(reminder.account, reminder.billed_to), heading=reminder.title, issue_date=reminder.on,
        paragraphs=paragraphs, invoices=overdue, letterhead=letterhead(reminder.seller),
        pay_reference=reminder.account.reference or "",
    )  # fmt: skip


def receipt_document(payment):
    """A receipt as plain values: what came in and what it settled."""
    settled = tuple(
        receipt_pdf.Settlement(one.invoice.number, one.amount, one.invoice.issued_on)
        for one in payment.allocations.live().select_related("invoice")
    )
    return receipt_pdf.ReceiptDocument(
        **to(payment.account, address_of(payment.account)), number=f"R-{payment.pk:06d}",
        paid_on=localdate(payment.taken_at), method=payment.get_method_display().lower(), amount=payment.amount,
        settled=settled, letterhead=letterhead(Council.current().printed()), reference=payment.reference,
    )  # fmt: skip
