"""What the worker was asked to do and has not ended yet, read from its queue."""

from django_q.models import OrmQ


def queued(func):
    """The arguments of each task of one function; a task stays in the queue while it is worked at."""
    return [each.task["args"] for each in OrmQ.objects.order_by("pk") if each.task.get("func") == func]
