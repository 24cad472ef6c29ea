"""Budget codes: the list with income against budget, one code, the form of codes, the monthly e-mails."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance.books.code_rows import ORDERS, code_rows, totals
from boxoffice.finance.books.forms_codes import CodeEntry, CodeFormEntry, SegmentForms, year_words
from boxoffice.finance.books.sheets import budget_sheet
from boxoffice.finance.period import Period
from boxoffice.sheet_answer import answer_sheet
from invoicing.ledger.budget_mail import end_of_month_before, letters, message, send_month, title_of
from invoicing.ledger.budget_report import year_of
from invoicing.ledger.code_list import misfits, unlisted
from invoicing.ledger.export import code_form
from invoicing.models import BudgetCode, CodeForm, Job


def chosen_order(request):
    order = request.GET.get("order", "code")
    return order if order in ORDERS else "code"


@require_safe
def budget_codes(request):
    """Every code with its dates and how its year goes; codes in use that the list lacks come first."""
    today, order = localdate(), chosen_order(request)
    rows = code_rows(today, order)
    return render(request, "finance/budget_codes.html", {
        "rows": [(row, row.is_over(today)) for row in rows], "total": totals(rows), "order": order, "today": today,
        "orders": [(key, words) for key, (words, _) in ORDERS.items()], "unlisted": unlisted(today),
        "year": year_words(year_of(today)), "period": Period.of({}, today), "any": BudgetCode.objects.exists(),
    })  # fmt: skip


@require_safe
def budget_codes_file(request, ending):
    """The list as a file."""
    today = localdate()
    return answer_sheet(budget_sheet(code_rows(today, chosen_order(request))), ending, f"budget-codes-{today}")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invoicing.add_invoice", raise_exception=True)
def budget_code_new(request):
    """Add a code. Where one in use is added by one press, what is known of it is sent along."""
    today = localdate()
    if request.method == "POST":
        return keep(request, CodeEntry(request.POST, today=today), "Added")
    return show(request, CodeEntry(initial={"valid_from": Period.of({}, today).first}, today=today))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invoicing.add_invoice", raise_exception=True)
def budget_code(request, pk):
    """Change a code's title, dates, holder and budgets. To end it, give it a last day."""
    row, today = get_object_or_404(BudgetCode, pk=pk), localdate()
    if request.method == "POST":
        return keep(request, CodeEntry(request.POST, instance=row, today=today), "Saved")
    return show(request, CodeEntry(instance=row, today=today))


def keep(request, form, did):
    if not form.is_valid():
        return show(request, form, 422)
    code = form.keep()
    messages.success(request, f"{did} {code}.")
    return redirect("finance:budget_codes")


def show(request, form, status=200):
    return render(request, "finance/budget_code.html", {
        "form": form, "row": form.instance, "code": BudgetCode.objects.filter(pk=form.instance.pk).first(),
        "said": code_form().said,
    }, status=status)  # fmt: skip


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def budget_code_end(request, pk):
    """End a code today: nothing of a later day goes on it."""
    row = get_object_or_404(BudgetCode, pk=pk)
    row.valid_to = max(localdate(), row.valid_from)
    row.save(update_fields=["valid_to"])
    messages.success(request, f"{row} ends on {row.valid_to:%-d %B %Y}.")
    return redirect("finance:budget_codes")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invoicing.add_invoice", raise_exception=True)
def budget_code_form(request):
    """How codes are made up. Each change is kept as a new form; codes in the list stay as they are."""
    if request.method != "POST":
        form = code_form()
        segments = SegmentForms(initial=form.to_json()["segments"])
        return show_form(request, CodeFormEntry(initial={"separator": form.separator}, segments=segments))
    form = CodeFormEntry(request.POST, segments=SegmentForms(request.POST))
    if not form.is_valid():
        return show_form(request, form, 422)
    made = form.cleaned_data["form"]
    CodeForm.objects.create(form=made.to_json())
    messages.success(request, f"A budget code is now made of {made.said}.")
    return redirect("finance:budget_code_form")


def show_form(request, form, status=200):
    made = code_form()
    return render(request, "finance/budget_code_form.html", {
        "form": form, "said": made.said, "misfits": misfits(made),
    }, status=status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def budget_emails(request):
    """What each budget holder is told of last month; a POST sends it now, unless it went already."""
    day = end_of_month_before(localdate())
    if request.method == "POST":
        return send(request, day)
    return render(request, "finance/budget_emails.html", {
        "day": day, "letters": [(letter, message(letter)) for letter in letters(day)],
        "job": Job.objects.filter(title=title_of(day)).first(),
    })  # fmt: skip


@permission_required("invoicing.add_invoice", raise_exception=True)
def send(request, day):
    gone = send_month(by=request.user)
    words = f"Sent: {gone} letter{'' if gone == 1 else 's'} for {day:%B %Y}."
    messages.success(request, words if gone else f"Nothing was sent: the letters for {day:%B %Y} went already.")
    return redirect("finance:budget_emails")
