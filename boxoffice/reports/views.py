"""The manager's dashboard."""

from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from boxoffice.reports.attention import needs_attention
from boxoffice.reports.chart import bars
from boxoffice.reports.figures import takings_by_day, tiles


@require_safe
def dashboard(request):
    """Today: what needs attention, five figures, and takings by day."""
    today = localdate()
    takings = takings_by_day(today, days=14)
    return render(request, "reports/dashboard.html", {
        "today": today, "tiles": tiles(today, now()), "takings": takings, "chart": bars(takings),
        "total": sum(pence for _, pence in takings), "attention": needs_attention(request.user, today),
    })  # fmt: skip
