"""The ledger: trial balance, VAT by treatment and tax point, and what every figure is made of."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from boxoffice.finance.books import sheets as ledger_sheets
from boxoffice.finance.books.figures import Figure, TrialBalance, VatFigures, treatment_words
from boxoffice.finance.period import Period, presets
from boxoffice.sheet_answer import answer_sheet
from events.money import total_of
from invoicing.ledger.trial_balance import titles_of
from invoicing.ledger.vat_explained import SUPPLIES, supplies

A_PAGE = 100


def chosen(request):
    """What every page with a period shows about it."""
    today = localdate()
    return Period.of(request.GET, today), presets(today)


@require_safe
def ledger(request):
    """The trial balance of a period."""
    period, choices = chosen(request)
    return render(request, "finance/ledger.html", {
        "period": period, "choices": choices, "trial": TrialBalance(period),
    })  # fmt: skip


@require_safe
def trial_balance_file(request, ending):
    """The trial balance as a file."""
    period, _ = chosen(request)
    sheet = ledger_sheets.trial_sheet(TrialBalance(period).rows)
    return answer_sheet(sheet, ending, f"trial-balance-{period.first}-{period.last}")


@require_safe
def ledger_explain(request):
    """The journal rows that a figure is made of."""
    period, choices = chosen(request)
    figure = Figure.of(request.GET, period)
    page = Paginator(figure.postings, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/ledger_explain.html", {
        "figure": figure, "period": period, "choices": choices, "page": page,
        "title": titles_of().get(figure.code, ""),
    })  # fmt: skip


@require_safe
def ledger_explain_file(request, ending):
    """The same rows, all of them, as a file."""
    period, _ = chosen(request)
    figure = Figure.of(request.GET, period)
    sheet = ledger_sheets.journal_sheet(figure.code, figure.postings)
    return answer_sheet(sheet, ending, f"journal-{slugify(figure.code)}-{period.first}-{period.last}")


@require_safe
def vat(request):
    """The VAT report of a period, and whether the journal agrees with it."""
    period, choices = chosen(request)
    return render(request, "finance/ledger_vat.html", {
        "period": period, "choices": choices, "vat": VatFigures(period),
    })  # fmt: skip


@require_safe
def vat_file(request, ending):
    """The VAT report as a file."""
    period, _ = chosen(request)
    sheet = ledger_sheets.vat_sheet(VatFigures(period).found)
    return answer_sheet(sheet, ending, f"vat-{period.first}-{period.last}")


@require_safe
def vat_explain(request):
    """The documents that one row of the VAT report is made of."""
    period, choices = chosen(request)
    source, treatment, rate = asked(request.GET)
    found = supplies(source, treatment, rate, period.first, period.last)
    kept = {"source": source, "treatment": treatment, "rate": rate}
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/ledger_vat_explain.html", {
        "source": source, "words": treatment_words(treatment, rate), "total": total_of([one.taxed for one in found]),
        "page": page, "period": period, "choices": choices,
        "query": f"{urlencode(kept)}&{period.query}&", "kept": kept,
    })  # fmt: skip


@require_safe
def vat_explain_file(request, ending):
    """The same documents as a file."""
    period, _ = chosen(request)
    source, treatment, rate = asked(request.GET)
    sheet = ledger_sheets.supply_sheet(f"{source}, {treatment_words(treatment, rate)}",
                                       supplies(source, treatment, rate, period.first, period.last))  # fmt: skip
    return answer_sheet(sheet, ending, f"vat-{slugify(source)}-{period.first}-{period.last}")


def asked(query):
    """(source, treatment, rate) from an address; 404 where there is no such row."""
    source, treatment, rate = query.get("source"), query.get("treatment", ""), query.get("rate", "")
    if source not in SUPPLIES or treatment not in list("SZEO") or not rate.isdecimal() or len(rate) > 5:
        raise Http404("There is no such figure in the VAT report.")
    return source, treatment, int(rate)
