"""Work in the background: how far it is, and how it ended."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boxoffice.progress import Progress, answered
from invoicing.models import Job


@require_safe
def job(request, pk):
    """One piece of work; its bar moves by itself and may be left."""
    job = get(pk)
    return render(request, "finance/job.html", {"job": job, "progress": progress_of(job)})


@require_safe
def job_progress(request, pk):
    """How far it is: the part of its page that is asked for each second."""
    return answered(request, progress_of(get(pk)))


@require_safe
def jobs(request):
    """The latest work, whoever asked for it."""
    return render(request, "finance/jobs.html", {"jobs": Job.objects.select_related("by")[:100]})


def get(pk):
    return get_object_or_404(Job.objects.select_related("by"), pk=pk)


def progress_of(job):
    page = reverse("finance:job", args=[job.pk])
    return Progress(job, job.title, page, f"{page}progress/", "", "")
