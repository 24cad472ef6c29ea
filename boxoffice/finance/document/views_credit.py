"""Credit notes: of one invoice, with a preview; their list and pages; and everybody charged for a market day."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance import papers
from boxoffice.finance.asked import words_of
from boxoffice.finance.document import credit
from boxoffice.finance.document.dispatches import dispatch
from boxoffice.finance.document.forms_credit import CreditForm, ReasonForm
from boxoffice.finance.document.twin import CreditTwin
from boxoffice.finance.document.views import get as get_invoice
from boxoffice.finance.document.views import xml
from boxoffice.finance.listing.rows import counted
from boxoffice.sheet_answer import answer_sheet
from events.models import Occurrence, Refused
from events.money import pounds
from invoicing import printing
from invoicing.cancellation import credit_day
from invoicing.einvoice.writers import factur_x
from invoicing.models import CreditNote
from invoicing.sheets import DATE, POUNDS, Column, Sheet

A_PAGE = 100
TWO_MONTHS = timedelta(days=60)
COLUMNS = [Column("Credit note"), Column("Invoice"), Column("Trader"), Column("Account"), Column("Dated", DATE),
           Column("Why"), Column("Net £", POUNDS), Column("VAT £", POUNDS), Column("Total £", POUNDS)]  # fmt: skip


@require_safe
def credit_notes(request):
    """Every credit note, the latest first, by number, invoice, trader or account."""
    page = Paginator(found(request), A_PAGE).get_page(request.GET.get("page"))
    text = words(request)
    return render(request, "finance/credit_notes.html", {
        "page": page, "text": text, "query": f"{urlencode({'q': text})}&" if text else "",
    })  # fmt: skip


@require_safe
def credit_notes_export(request, form):
    """The list as shown, whole, as a file."""
    rows = ((note.number, note.invoice.number, note.account.customer.name, note.account.reference, note.issued_on,
             note.get_reason_display(), note.net, note.vat_amount, note.gross) for note in found(request))  # fmt: skip
    return answer_sheet(Sheet("Credit notes", COLUMNS, rows), form, f"credit-notes-{localdate():%Y-%m-%d}")


def words(request):
    return words_of(request.GET.get("q"))


def found(request):
    """The credit notes that the find box asks for."""
    notes, text = CreditNote.objects.select_related("account__customer", "invoice").order_by("-pk"), words(request)
    trader = Q(account__customer__name__icontains=text) | Q(account__reference__icontains=text.replace(" ", ""))
    return notes.filter(trader | Q(number__icontains=text) | Q(invoice__number__icontains=text)) if text else notes


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_credit_notes(request, number):
    """Credit an invoice: its lines prefilled with what is left of them; a POST previews, or issues."""
    invoice = get_invoice(number)
    if request.method == "POST":
        return add_credit_note(request, invoice)
    return show_form(request, CreditForm(invoice=invoice, use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def add_credit_note(request, invoice):
    form = CreditForm(request.POST, invoice=invoice, use_required_attribute=False)
    if not form.is_valid():
        return show_form(request, form, 422)
    try:
        if "preview" in request.POST:
            return show_form(request, form, draft=credit.preview(invoice, form.wanted))
        note = credit.issue(invoice, form.wanted, seen=request.POST.get("seen"), by=request.user,
                            reason=form.cleaned_data["reason"], text=form.cleaned_data["text"])  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_form(request, form, 422)
    messages.success(request, f"Issued {note} for {pounds(note.gross)} of {invoice}.")
    return redirect("finance:credit_note", note.number)


def show_form(request, form, status=200, *, draft=None):
    about = {"form": form, "invoice": form.invoice, "draft": draft, "owing": form.invoice.owing_total()}
    return render(request, "finance/invoice_credit_notes.html", about, status=status)


@require_safe
def credit_note(request, number):
    """One credit note as a page."""
    note = get(number)
    return render(request, "finance/credit_note.html", {"credit_note": note, "twin": CreditTwin(note)})


@require_safe
def credit_note_pdf(request, number):
    """Its printed pages: drawn once, the same bytes from then on."""
    return papers.pdf(bytes(printing.printed_credit(get(number)).pdf), number)


@require_safe
def credit_note_factur_x(request, number):
    """The credit note as data: the same XML as inside its PDF."""
    return xml(factur_x(printing.document_of_credit(get(number))), f"{number}-factur-x")


@require_safe
def credit_note_peppol(request, number):
    """The credit note as Peppol BIS 3, for a customer's own system."""
    return xml(printing.credit_ubl(get(number)), f"{number}-peppol")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def credit_note_dispatches(request, number):
    """E-mail it, or note that it was posted."""
    dispatch(request, printing.printed_credit(get(number)))
    return redirect("finance:credit_note", number)


def get(number):
    notes = CreditNote.objects.select_related("account__customer", "invoice", "issued_by")
    return get_object_or_404(notes, number=number)


@require_safe
def market_days(request):
    """Market days that traders were charged for, the latest first; days further off than two months are left out."""
    charged = Q(lines__charges__reverses=None, lines__charges__isnull=False)
    days = Occurrence.objects.market_days().filter(starts_at__lte=now() + TWO_MONTHS).select_related("event")
    days = days.annotate(
        charges=Count("lines__charges", filter=charged & Q(lines__charges__reversal=None), distinct=True),
        traders=Count("lines__charges__account", filter=charged, distinct=True),
        credited=Count("lines__charges__credits", distinct=True),
    ).filter(traders__gt=0)  # fmt: skip
    page = Paginator(days.order_by("-starts_at"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/market_days.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def market_day_credit_notes(request, pk):
    """Credit everybody charged for a market day: who, and how much; a POST does it."""
    occurrence = get_object_or_404(Occurrence.objects.market_days().select_related("event"), pk=pk)
    if request.method == "POST":
        return credit_everybody(request, occurrence)
    return show_day(request, occurrence, ReasonForm(use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def credit_everybody(request, occurrence):
    form = ReasonForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show_day(request, occurrence, form, 422)
    draft = credit.DayCredit(occurrence)
    try:
        notes = credit_day(occurrence, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_day(request, occurrence, form, 422)
    messages.success(request, credited_words(notes, draft.off))
    return redirect("finance:market_day_credit_notes", occurrence.pk)


def credited_words(notes, off):
    """What was done, in a sentence."""
    if not notes and not off:
        return "Nothing was left to credit: everybody has been credited already."
    taken_off = f" {counted(len(off), 'charge')} taken off the next bill." if off else ""
    return f"Issued: {counted(len(notes), 'credit note')}, {pounds(sum(note.gross for note in notes))}.{taken_off}"


def show_day(request, occurrence, form, status=200):
    notes = CreditNote.objects.filter(lines__charge__line__occurrence=occurrence).distinct()
    notes = notes.select_related("account__customer", "invoice").order_by("pk")
    about = {"occurrence": occurrence, "form": form, "draft": credit.DayCredit(occurrence), "notes": notes}
    return render(request, "finance/market_day_credit_notes.html", about, status=status)
