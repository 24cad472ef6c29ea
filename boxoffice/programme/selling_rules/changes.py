"""Who changed what of the selling rules, and when: kept in the log that the administration shows as well."""

from functools import wraps

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from events.money import PenceField, pounds

MOST = 20


def looks_again(view):
    """Run a view again where another press wrote the same name in the same moment: then it finds that one."""

    @wraps(view)
    def run(*args, **kwargs):
        try:
            return view(*args, **kwargs)
        except IntegrityError:
            return view(*args, **kwargs)

    return run


def noted(user, row, write, words=None):
    """Do `write()` and note what it made of the row, in one transaction; what changes nothing is not noted.

    `words` tell the row where its columns alone do not. Raises what `write` raises. Returns what it returns.
    """
    with transaction.atomic():
        before = type(row).objects.filter(pk=row.pk).first()
        old = words(before) if before and words else ""
        done = write()
        after = type(row).objects.get(pk=row.pk)
        said = words(after) if words else differences(before, after)
        if not before or said != old:
            note(user, after, said, CHANGE if before else ADDITION)
        return done


def removed(user, row):
    """Delete a row and note that, in one transaction. Raises what its verb raises."""
    with transaction.atomic():
        note(user, row, "", DELETION)
        row.remove()


def note(user, row, words, act):
    LogEntry.objects.log_actions(user.pk, [row], act, words, single_object=True)


def differences(before, after):
    """Price: £4.50, now £6.00; stock: 120, now 100. Of a new row nothing."""
    if before is None:
        return ""
    changed = [(field, field.value_from_object(before), field.value_from_object(after)) for field in after._meta.fields]
    return "; ".join(f"{field.verbose_name}: {shown(field, old)}, now {shown(field, new)}"
                     for field, old, new in changed if old != new)  # fmt: skip


def shown(field, value):
    if value in (None, ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return pounds(value) if isinstance(field, PenceField) else str(value)


def changes_of(*rows):
    """The latest notes about rows of one model."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows[0]),
                                    object_id__in=[str(row.pk) for row in rows])  # fmt: skip
    return about.select_related("user").order_by("-action_time", "-pk")[:MOST]
