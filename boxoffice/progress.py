"""How far a piece of background work is, as a page shows it: also when no worker takes it up, or it failed."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django_htmx.http import HttpResponseClientRefresh

from invoicing.models import Job

PATIENCE = timedelta(seconds=15)  # after this the worker, which looks twice a second, is not running
LIMIT = timedelta(seconds=settings.Q_CLUSTER["timeout"])  # the worker ends its own tasks after this


@dataclass(frozen=True)
class Progress:
    """A job on a page. `fragment` is where to ask again, `page` where to go without JavaScript.

    `again` takes the POST that has it done again, which bears being pressed twice; `again_words` are on its button.
    """

    job: Job
    heading: str
    page: str
    fragment: str
    again: str
    again_words: str
    permission: str = "invoicing.add_invoice"  # who may have it done again

    @property
    def state(self):
        """ended, failed, stalled, underway, unattended or asked."""
        job, at = self.job, now()
        if job.ended_at:
            return "failed" if job.failed else "ended"
        if job.began_at:
            return "stalled" if at - job.began_at > LIMIT else "underway"
        return "unattended" if at - job.asked_at > PATIENCE else "asked"

    @property
    def is_open(self):
        """Whether it may still move by itself, so that the page looks again."""
        return self.state in ("asked", "underway", "unattended")

    @property
    def may_go_on(self):
        return self.state in ("failed", "stalled")

    @property
    def count(self):
        return f"{self.job.done:,} of {self.job.wanted:,}"

    @property
    def time_left(self):
        """About 12 seconds left; nothing before there is a pace to go by."""
        seconds = self.job.seconds_left
        if seconds is None:
            return "Beginning."
        if seconds < 2:
            return "Almost done."
        if seconds < 90:
            return f"About {seconds} seconds left."
        return f"About {round(seconds / 60)} minutes left."


def answered(request, progress):
    """The fragment that a page asks for each second; once the work has ended, the whole page anew."""
    if not request.htmx:
        return redirect(progress.page if progress else request.path.rsplit("/", 2)[0] + "/")
    if progress is None or not progress.is_open:
        return HttpResponseClientRefresh()
    return render(request, "components/progress.html", {"progress": progress})
