"""Aged debt: who owes what for how long, the reminders that are due, and statements for all."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_q.tasks import async_task

from boxoffice.finance.asked import id_of
from boxoffice.finance.debt.figures import DebtPage, ReminderPreview, sheet_of, to_state
from boxoffice.finance.debt.forms import StatementForm
from boxoffice.finance.listing.rows import counted
from boxoffice.finance.papers import pdf
from boxoffice.sheet_answer import answer_sheet
from invoicing.aged_debt import debt_rows
from invoicing.dunning import not_taken, remind_each
from invoicing.letters import printed_reminder, printed_statement, sample_reminder
from invoicing.models import Job, Reminder, Statement

AT_ONCE = 20  # accounts reminded while the page waits; more are done in the background


@require_safe
def aged_debt(request):
    """Every account that owes, by age, with what holds reminders back."""
    return show_debt(request, StatementForm.for_last_month())


def show_debt(request, form, status=200):
    return render(request, "finance/aged_debt.html", {"page": DebtPage(localdate()), "form": form}, status=status)


@require_safe
def aged_debt_export(request, form):
    """The same as a file for a spreadsheet."""
    day = localdate()
    return answer_sheet(sheet_of(debt_rows(day), day), form, f"aged-debt-{day:%Y-%m-%d}")


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request):
    """What would be sent today; a POST sends what was ticked."""
    if request.method == "POST":
        return send_reminders(request)
    return render(request, "finance/reminders.html", {"preview": ReminderPreview(localdate())})


@permission_required("invoicing.add_invoice", raise_exception=True)
def send_reminders(request):
    due = {each.account.pk: each.account for each in Reminder.objects.due(localdate())}
    chosen = [due[pk] for each in request.POST.getlist("account") if (pk := id_of(each)) in due]
    if not chosen:
        messages.error(request, "Tick at least one account to remind. Nothing was sent.")
        return render(request, "finance/reminders.html", {"preview": ReminderPreview(localdate())}, status=422)
    if len(chosen) > AT_ONCE:
        pks = [account.pk for account in chosen]
        return in_background(request, "Reminders", "invoicing.dunning_tasks.remind_all", pks)
    made, unsent = remind_each(chosen, by=request.user)
    messages.success(request, f"{counted(made - unsent, 'reminder')} sent or put in the print queue.")
    if unsent:
        messages.error(request, not_taken(unsent))
    return redirect("finance:reminders")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def statements(request):
    """Make statements of a period for every account with a balance, or with movement in it."""
    form = StatementForm(request.POST)
    if not form.is_valid():
        return show_debt(request, form, 422)
    pks, left_out = to_state(localdate())
    if left_out:
        messages.info(request, f"{counted(left_out, 'account')} left out: in breathing space, or the holder died.")
    if not pks:
        messages.error(request, "Nobody else owes anything or has credit, so there is nothing to state." if left_out
                       else "Nobody owes anything or has credit, so there is nothing to state.")  # fmt: skip
        return redirect("finance:aged_debt")
    period = form.cleaned_data["first"], form.cleaned_data["last"]
    return in_background(request, "Statements", "invoicing.dunning_tasks.send_statements", pks, *period)


@transaction.atomic
def in_background(request, title, task, pks, *period):
    """Have the worker do it; the job's page shows how far it is."""
    job = Job.objects.create(title=f"{title} for {len(pks)} accounts", wanted=len(pks), by=request.user)
    async_task(task, pks, *period, job.pk, request.user.pk)
    return redirect("finance:job", job.pk)


@require_safe
def reminder_pdf(request, pk):
    """The stored pages of a reminder."""
    reminder = get_object_or_404(Reminder.objects.select_related("account__customer"), pk=pk)
    return pdf(bytes(printed_reminder(reminder).pdf), f"reminder-{pk}")


@require_safe
def reminder_sample(request, account):
    """The letter that an account would get today, as it would be printed; nothing is kept."""
    due = next((each for each in Reminder.objects.due(localdate()) if each.account.pk == account), None)
    if due is None:
        raise Http404("No reminder is due to this account today.")
    return pdf(sample_reminder(due, localdate()), "sample")


@require_safe
def statement_pdf(request, pk):
    """The stored pages of a statement."""
    statement = get_object_or_404(Statement.objects.select_related("account__customer"), pk=pk)
    return pdf(bytes(printed_statement(statement).pdf), f"statement-{pk}")

