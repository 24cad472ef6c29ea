"""Every recurring job on one screen (django-q2). A job is named, never imported: the worker finds it."""

from django_q.models import Schedule

JOBS = {
    "End reservations that ran out": ("events.tasks.lapse_overdue", {"schedule_type": Schedule.MINUTES, "minutes": 1}),
    "Downtime packs before curtain-up": (
        "invoicing.downtime_tasks.every_few_minutes", {"schedule_type": Schedule.MINUTES, "minutes": 5}),
    "Keep and remind reservations": (
        "invoicing.reserving.every_minute", {"schedule_type": Schedule.MINUTES, "minutes": 1}),
    "Tickets that wait for a printer": (
        "events.printing.spool.send_waiting", {"schedule_type": Schedule.MINUTES, "minutes": 1}),
    "Messages to traders by e-mail": (
        "events.mailing_tasks.send_messages", {"schedule_type": Schedule.MINUTES, "minutes": 1}),
    "Tell the market whose arrears let no casual place": (
        "invoicing.dunning_tasks.tell_market", {"schedule_type": Schedule.MINUTES, "minutes": 15}),
    "Roll licences and season tickets forward": (
        "invoicing.standing_tasks.every_day", {"schedule_type": Schedule.CRON, "cron": "30 3 * * *"}),
    "Income against budget by e-mail": (
        "invoicing.budget_tasks.send_budget_letters", {"schedule_type": Schedule.CRON, "cron": "0 7 1 * *"}),
    "Promise the seeds of the morning draws": ("events.draw_tasks.promise_seeds", {"schedule_type": Schedule.HOURLY}),
    "Remind traders whose papers run out": (
        "events.paper_tasks.remind_of_papers", {"schedule_type": Schedule.CRON, "cron": "30 6 * * *"}),
    "Note suspensions that begin or end": (
        "events.paper_tasks.note_suspensions", {"schedule_type": Schedule.CRON, "cron": "5 0 * * *"}),
    "Card payments under way at the counter": (
        "invoicing.card_tasks.look_at_attempts", {"schedule_type": Schedule.MINUTES, "minutes": 1}),
    "Gift vouchers that ran out": (
        "invoicing.card_tasks.expire_vouchers", {"schedule_type": Schedule.CRON, "cron": "15 0 * * *"}),
    "Do what was announced to whoever did not answer": (
        "invoicing.call_off_tasks.every_day", {"schedule_type": Schedule.CRON, "cron": "20 4 * * *"}),
    "Forget old idempotency keys": ("api.tasks.forget_old_keys", {"schedule_type": Schedule.DAILY}),
}


def write_schedule():
    """Enter the jobs that are not entered yet, and drop those that are gone from the list."""
    there = set(Schedule.objects.values_list("name", flat=True))
    for name in JOBS.keys() - there:
        function, when = JOBS[name]
        Schedule.objects.create(name=name, func=function, **when)
    Schedule.objects.filter(name__in=there - JOBS.keys()).delete()
