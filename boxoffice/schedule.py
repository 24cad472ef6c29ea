"""Every recurring job on one screen (django-q2). A job is named, never imported: the worker finds it."""

from django_q.models import Schedule

JOBS = {
    "End reservations that ran out": ("events.tasks.lapse_overdue", {"schedule_type": Schedule.MINUTES, "minutes": 1}),
    "Tell the market whose arrears let no casual place": (
        "invoicing.dunning_tasks.tell_market", {"schedule_type": Schedule.MINUTES, "minutes": 15}),
    "Income against budget by e-mail": (
        "invoicing.budget_tasks.send_budget_letters", {"schedule_type": Schedule.CRON, "cron": "0 7 1 * *"}),
    "Forget old idempotency keys": ("api.tasks.forget_old_keys", {"schedule_type": Schedule.DAILY}),
}


def write_schedule():
    """Enter the jobs that are not entered yet, and drop those that are gone from the list."""
    there = set(Schedule.objects.values_list("name", flat=True))
    for name in JOBS.keys() - there:
        function, when = JOBS[name]
        Schedule.objects.create(name=name, func=function, **when)
    Schedule.objects.filter(name__in=there - JOBS.keys()).delete()
