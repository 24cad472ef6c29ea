"""The review queue, one application, its files, and entering one that came on paper."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.kept_files import answer_file
from boxoffice.market.applications.entering import begin_entry, new_word
from boxoffice.market.applications.forms import EntryForm
from boxoffice.market.applications.page import show
from boxoffice.market.applications.queue import Queue
from events.models import Application, ApplicationPhoto, SpecialistMarket

A_PAGE = 50


def get(pk):
    """One application with everything its page shows; 404 where there is none such."""
    applications = Application.objects.with_parts().select_related("event__specialist", "booking")
    return get_object_or_404(applications, pk=pk)


@require_safe
def applications(request):
    """The queue, the oldest first."""
    queue = Queue(request.GET)
    page = Paginator(queue.found, A_PAGE).get_page(request.GET.get("page"))
    markets = SpecialistMarket.objects.select_related("event")
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(request, "market/applications.html", {
        "queue": queue, "page": page, "rows": queue.rows(page.object_list), "markets": markets,
        "query": f"{kept.urlencode()}&" if kept else "",
    })  # fmt: skip


@require_safe
def application(request, pk):
    """One application."""
    return show(request, get(pk))


@require_safe
def application_photo(request, pk, photo):
    """A file that came with it."""
    found = get_object_or_404(ApplicationPhoto.objects.select_related("attachment"), pk=photo, application=pk)
    return answer_file(found.attachment, f"application {pk} {found.question} {found.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def application_entries(request):
    """Enter one for somebody, in the order of the paper form."""
    form = EntryForm(request.POST or None, initial={"word": new_word()}, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        application = begin_entry(form.cleaned_data, request.user)
        if application is None:
            raise Http404("This form was not ours.")
        return redirect(reverse("apply:application", args=[application.token]))
    status = 422 if request.method == "POST" else 200
    return render(request, "market/application_entries.html", {"form": form}, status=status)
