"""Budget codes: listed with how their year goes, checked by their form, and told to their holders once a month."""

from datetime import date, timedelta
from email.header import decode_header, make_header
from email.utils import getaddresses, parseaddr

import pytest
import time_machine
from django.core import mail
from django.core.mail import BadHeaderError
from django.core.mail.backends.locmem import EmailBackend
from django.utils.timezone import localdate

from invoicing.budget_tasks import send_budget_letters
from invoicing.ledger.budget_mail import end_of_month_before, letters, send_month
from invoicing.ledger.budget_report import budget_rows, year_of
from invoicing.models import Budget, BudgetCode, Code, CodeForm, Job, Posting
from tests import cast
from tests.finance import desk

TODAY = localdate()
YEAR = year_of(TODAY)
NEW = {"code": "MKT-4410", "title": "Thursday market", "valid_from": f"{YEAR}-04-01", "manager_email": ""}


def listed(code="MKT-4410", budget=None, email="mo@alderbrook.example", **fields):
    fields = {"title": code.title(), "valid_from": date(YEAR - 1, 4, 1), "manager_email": email, **fields}
    row = BudgetCode.objects.create(code=code, **fields)
    if budget is not None:
        Budget.objects.create(code=row, year=YEAR, amount=budget)
    return row


def earned(pence, code="MKT-4410", at=None):
    Posting.objects.post("bank", [(Code.BANK, code, pence)], at=at or cast.now())


def undone(pence, code="MKT-4410", at=None):
    """So that the proofs find the books in order afterwards; income without a document is no income."""
    earned(-pence, code, at)


def add(client, **changed):
    return client.post("/finance/budget-codes/new/", {**NEW, **changed})


def test_a_code_is_listed_with_its_budget_income_and_standing(client, fay):
    listed(budget=365_00)
    page = desk.words(client.get("/finance/budget-codes/"))
    assert "MKT-4410" in page and "365.00" in page and "Well behind" in page


@pytest.mark.parametrize(("share", "word", "tone"), [(100, "On budget", "ok"), (90, "Behind", "warn"),
                                                     (50, "Well behind", "bad")])  # fmt: skip
def test_red_amber_and_green_are_words_too(client, fay, share, word, tone):
    listed(budget=1_000_000)
    expected = budget_rows(TODAY)[0].expected
    income = expected * share // 100 + 1
    earned(income)
    assert f'<span class="badge {tone}">{word}</span>' in desk.words(client.get("/finance/budget-codes/"))
    undone(income)


def test_the_list_is_shown_in_the_order_asked_for_and_taken_as_a_file(client, fay):
    listed("AAA-1111", budget=100)
    listed("BBB-2222", budget=900)
    rows = client.get("/finance/budget-codes/?order=budget").context["rows"]
    assert [row.code for row, _ in rows] == ["BBB-2222", "AAA-1111"]
    assert [row.code for row, _ in client.get("/finance/budget-codes/?order=x").context["rows"]][0] == "AAA-1111"
    lines = client.get("/finance/budget-codes.csv?order=budget").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("BBB-2222,Bbb-2222,") and ",9.00," in lines[1]
    assert client.get("/finance/budget-codes.xlsx").content[:2] == b"PK"


def test_codes_in_use_come_first_and_are_added_by_one_press(client, invoice):
    page = desk.words(client.get("/finance/budget-codes/"))
    assert "In use, but not in the list" in page and page.index("In use") < page.index("Show as")
    sent = {"code": "MKT-4410", "title": "Thursday market", "valid_from": f"{YEAR}-04-01"}
    for name, value in sent.items():
        assert f'name="{name}" value="{value}"' in page
    assert client.post("/finance/budget-codes/new/", sent).status_code == 302
    assert BudgetCode.objects.get().title == "Thursday market"
    assert "In use, but not in the list" not in desk.words(client.get("/finance/budget-codes/"))


def test_what_is_held_back_for_its_code_is_billed_once_the_code_is_added(client, fay, amy):
    listed("THE-4100")
    assert "is not in the list" in desk.words(desk.start_run(client))
    add(client)
    assert "is not in the list" not in desk.words(desk.start_run(client))


@pytest.mark.parametrize(("code", "said"), [
    ("mkt-4410", "The first part of mkt-4410, the cost centre, must be three capital letters."),
    ("MKT-441", "The second part of MKT-441, the subjective code, must be four digits."),
    ("MKT", "MKT has one part."), ("", "Enter the code."),
])  # fmt: skip
def test_a_code_made_wrongly_is_refused_naming_the_part(client, fay, code, said):
    response = add(client, code=code)
    assert response.status_code == 422 and said in desk.words(response) and 'value="Thursday market"' in desk.words(
        response
    )
    assert not BudgetCode.objects.exists()


def test_the_same_code_twice_and_dates_the_wrong_way_round_are_refused(client, fay):
    listed()
    assert "in the list already" in desk.words(add(client))
    response = add(client, code="MKT-4411", valid_to=f"{YEAR}-03-01")
    assert "before the first day" in desk.words(response) and BudgetCode.objects.count() == 1


def test_a_code_gets_budgets_by_financial_year_and_keeps_its_name(client, fay):
    row = listed(budget=100)
    data = {"title": "Market", "valid_from": f"{YEAR}-04-01", "code": "XXX-9999", f"budget_{YEAR}": "1,204.50",
            f"budget_{YEAR + 1}": "", f"budget_{YEAR - 1}": "20"}  # fmt: skip
    assert client.post(f"/finance/budget-codes/{row.pk}/", data).status_code == 302
    row.refresh_from_db()
    assert (row.code, row.title) == ("MKT-4410", "Market")
    assert dict(row.budgets.values_list("year", "amount")) == {YEAR: 120450, YEAR - 1: 2000}
    assert 'value="1204.50"' in desk.words(client.get(f"/finance/budget-codes/{row.pk}/"))
    client.post(f"/finance/budget-codes/{row.pk}/", {**data, f"budget_{YEAR}": ""})
    assert not row.budgets.filter(year=YEAR).exists()
    assert client.post(f"/finance/budget-codes/{row.pk}/", {**data, f"budget_{YEAR}": "lots"}).status_code == 422


def test_a_code_is_ended_and_nothing_of_a_later_day_goes_on_it(client, fay, amy):
    row = listed()
    client.post(f"/finance/budget-codes/{row.pk}/ends/")
    row.refresh_from_db()
    assert row.valid_to == TODAY and row.why_not_on(TODAY + timedelta(days=1))
    assert "ended on" in desk.words(desk.start_run(client))


def segments(*parts, separator="-"):
    data = {"separator": separator, "form-TOTAL_FORMS": len(parts), "form-INITIAL_FORMS": 0}
    for i, (label, name, pattern, looks, optional) in enumerate(parts):
        data |= {f"form-{i}-label": label, f"form-{i}-name": name, f"form-{i}-pattern": pattern,
                 f"form-{i}-looks": looks} | ({f"form-{i}-optional": "on"} if optional else {})  # fmt: skip
    return data


CENTRE = ("cost centre", "cost_centre", r"\d{4}", "four digits", False)
PROJECT = ("project", "project", "[A-Z]+", "capital letters", True)


def test_the_form_of_codes_is_changed_and_checks_from_then_on(client, fay):
    listed()
    sent = segments(CENTRE, PROJECT, ("", "", "", "", False), separator=".")
    page = client.post("/finance/budget-codes/form/", sent, follow=True)
    assert "four digits" in desk.words(page) and "MKT-4410" in desk.words(page)
    assert len(CodeForm.objects.get().form["segments"]) == 2
    assert add(client, code="THE-4100").status_code == 422
    assert add(client, code="1234.ROOF").status_code == 302


@pytest.mark.parametrize(("sent", "said"), [
    (segments(PROJECT), "Optional segments come last"),
    (segments((*CENTRE[:2], "[", *CENTRE[3:])), "cannot be read"),
    (segments(CENTRE, CENTRE), "the same name"), (segments(CENTRE, separator=""), "Between the parts"),
    (segments(("", "", "", "", False)), "from one to eight"), (segments(("x", "A b", "x", "x", False)), "cannot name"),
])  # fmt: skip
def test_a_form_that_contradicts_itself_is_refused(client, fay, sent, said):
    response = client.post("/finance/budget-codes/form/", sent)
    assert response.status_code == 422 and said in desk.words(response)
    assert not CodeForm.objects.exists()


@pytest.fixture
def october(db):
    """Two holders' codes in November 2026, with income in October."""
    with time_machine.travel("2026-11-03 09:00", tick=False):
        for code, email in (("MKT-4410", "mo@a.example"), ("MKT-4420", "Mo@a.example"), ("THE-4100", "pat@a.example"),
                            ("THE-4110", "")):  # fmt: skip
            row = BudgetCode.objects.create(code=code, title=code, manager_email=email, valid_from=date(2026, 4, 1))
            Budget.objects.create(code=row, year=2026, amount=36_500)
        yield


def test_each_holder_is_told_of_their_own_codes_to_the_end_of_last_month(october):
    found = letters(end_of_month_before(date(2026, 11, 3)))
    assert [(one.to, [row.code for row in one.rows]) for one in found] == [
        ("mo@a.example", ["MKT-4410", "MKT-4420"]), ("pat@a.example", ["THE-4100"])]  # fmt: skip
    assert found[0].day == date(2026, 10, 31) and found[0].behind == 2


def test_letters_go_once_a_month_however_often_the_task_runs(october):
    assert send_budget_letters() == 2
    assert send_budget_letters() == send_month() == 0
    assert sorted(one.to[0] for one in mail.outbox) == ["mo@a.example", "pat@a.example"]
    letter = mail.outbox[0]
    assert "October 2026" in letter.subject and "MKT-4420" in letter.body
    html = letter.alternatives[0][0]
    assert "<table" in html and "Well behind" in html
    assert Job.objects.get().title == "Budget e-mails for October 2026" and Job.objects.get().said == "2 sent."
    with time_machine.travel("2026-12-01 07:00", tick=False):
        assert send_month() == 2


def test_what_broke_off_goes_on_where_it_stopped(october):
    Job.objects.create(title="Budget e-mails for October 2026", wanted=2, done=1)
    assert send_month() == 1 and mail.outbox[0].to == ["pat@a.example"]


@pytest.mark.parametrize("error", [ConnectionRefusedError, BadHeaderError, ValueError])
def test_a_letter_that_fails_is_named_and_the_others_go(october, monkeypatch, error):
    def send(backend, messages):
        if messages[0].to == ["mo@a.example"]:
            raise error("no such mailbox")
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    assert send_month() == 1
    job = Job.objects.get()
    assert job.failed and "mo@a.example (no such mailbox)" in job.said


@pytest.mark.parametrize("address", ["post@a.example", "Council <post@a.example>"])
@pytest.mark.parametrize("name", ["Alderbrook", "Town, Parish", 'The "Old" Town <Council>', "Llanfair-ym-Muâllt"])
def test_letters_come_from_the_council_whatever_it_is_called(october, settings, name, address):
    settings.DEFAULT_FROM_EMAIL, settings.COUNCIL = address, {**settings.COUNCIL, "name": name}
    assert send_month() == 2
    assert parseaddr(mail.outbox[0].message()["From"])[1] == "post@a.example"
    sender, = getaddresses([mail.outbox[0].from_email])
    assert (str(make_header(decode_header(sender[0]))), sender[1]) == (name, "post@a.example")


def test_nobody_to_tell_leaves_the_month_open(db):
    assert send_month() == 0 and not Job.objects.exists()


def test_the_letters_are_previewed_and_sent_now(client, fay, october):
    page = desk.words(client.get("/finance/budget-codes/emails/"))
    assert "Send now, 2 letters" in page and "To mo@a.example" in page and "MKT-4420" in page and not mail.outbox
    client.post("/finance/budget-codes/emails/")
    assert len(mail.outbox) == 2
    page = desk.words(client.post("/finance/budget-codes/emails/", follow=True))
    assert "went already" in page and "Send now" not in page and len(mail.outbox) == 2


def test_whoever_may_not_invoice_changes_no_code(client, fay):
    row = listed()
    client.force_login(cast.staff("mac", "Machines"))
    for address in ("new/", f"{row.pk}/", f"{row.pk}/ends/", "form/", "emails/"):
        assert client.post(f"/finance/budget-codes/{address}", NEW).status_code == 403
    assert client.get("/finance/budget-codes/").status_code == 200
