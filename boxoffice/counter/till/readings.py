"""The X of an open till and the Z of a closed one: read only, nothing is reset by looking."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from boxoffice.counter.authorising import PERMISSION
from boxoffice.counter.station import may_see
from invoicing.models import Council, TillSession
from invoicing.papers.till_pdf import render_z
from invoicing.printing import letterhead
from invoicing.till_figures import TillFigures

PEOPLE = ["opened_by", "closed_by", "signed_off_by"]


def session_for(request, pk):
    """A till that this person may see; 404 for another."""
    session = get_object_or_404(TillSession.objects.select_related(*PEOPLE), pk=pk)
    if not may_see(request, session):
        raise Http404
    return session


@require_safe
def till(request, pk):
    """The Z of a closed till: counted, expected, the difference, and everything that went through it."""
    session = session_for(request, pk)
    if session.closed_at is None:
        return redirect("counter:counts", pk)
    context = {"session": session, "figures": TillFigures(session), "whole": True}
    return render(request, "counter/till.html", context)


@require_safe
def z_pdf(request, pk):
    """The Z of a closed till on paper."""
    session = session_for(request, pk)
    if session.closed_at is None:
        return redirect("counter:counts", pk)
    paper = render_z(TillFigures(session), letterhead(Council.current().printed()))
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="z-{slugify(session.drawer)}-{session.number}.pdf"'
    return response


@require_safe
def readings(request, pk):
    """The X of an open till. Cash, and what leads to it, is for those who may authorise: the count is to be a count."""
    session = session_for(request, pk)
    if session.closed_at:
        return redirect("counter:till", pk)
    context = {"session": session, "till": session, "figures": TillFigures(session),
               "whole": request.user.has_perm(PERMISSION), "at": now()}  # fmt: skip
    return render(request, "counter/readings.html", context)
