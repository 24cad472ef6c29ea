"""Settings: the letterhead in whole new rows, arrears, the reminder ladder; nothing issued ever changes."""

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from invoicing.models import ArrearsPolicy, BankMapping, Council, Reminder, ReminderStep
from invoicing.papers.sample_logo import logo
from invoicing.printing import printed
from tests import cast
from tests.finance import desk

HEAD = {
    "name": "Dunmere District Council", "department": "Markets", "address": "Town Hall\nHigh Street\nDunmere\nDM1 1AA",
    "vat_number": "GB434031494", "telephone": "01632 960 100", "email": "markets@dunmere.example",
    "bank_name": "A Bank", "account_name": "Dunmere DC", "sort_code": "12-34-56", "account_number": "12345678",
    "iban": "", "bic": "",
    "colour": "#8a1c3f", "footer": "", "envelope": "C5", "language": "cy",
}  # fmt: skip
ADDRESS = "/finance/settings/letterhead/"


def png(content=None, name="logo.png"):
    return SimpleUploadedFile(name, logo() if content is None else content, content_type="image/png")


def picture(width, height):
    made = io.BytesIO()
    Image.new("1", (width, height)).save(made, "PNG")
    return made.getvalue()


def test_the_settings_stand_on_one_page(client, fay):
    ReminderStep.objects.create(days_late=7, title="A reminder", text="Dear {name}")
    mapping = {"date": "Date", "amount": "Amount", "reference": ["R"]}
    BankMapping.objects.create(name="High Street Bank", mapping=mapping)
    page = desk.words(client.get("/finance/settings/"))
    for words in ("Alderbrook Town Council", "A reminder", "Never stopped", "High Street Bank"):
        assert words in page


def test_a_letterhead_is_a_new_row_and_papers_issued_keep_theirs(client, invoice):
    before = bytes(printed(invoice).pdf)
    assert client.post(ADDRESS, {**HEAD, "new_logo": png()}).status_code == 302
    assert client.post(ADDRESS, {**HEAD, "footer": "Thank you"}).status_code == 302
    first, second = Council.objects.all()
    assert bytes(first.logo) == bytes(second.logo) == logo() and (first.footer, second.footer) == ("", "Thank you")
    assert second.set_by.email == "fay@alderbrook.example"
    assert bytes(printed(invoice).pdf) == before and "Alderbrook" in desk.pdf_text(before)
    assert client.get(f"{ADDRESS}logo.png").content == logo()
    client.post(ADDRESS, {**HEAD, "without_logo": "on"})
    assert not Council.current().logo and client.get(f"{ADDRESS}logo.png").status_code == 404


def test_a_sample_is_seen_under_the_new_letterhead_before_it_is_kept(client, fay):
    sample = client.post(ADDRESS, {**HEAD, "new_logo": png(), "preview": "1"})
    text = desk.pdf_text(sample.content)
    assert "Dunmere District Council" in text and "Anfoneb" in text and b"/Image" in sample.content
    assert not Council.objects.exists()


@pytest.mark.parametrize(("changed", "said"), [
    ({"vat_number": "GB434031495"}, "check digits of this VAT number are wrong"),
    ({"iban": "GB33BUKB20201555555556"}, "check digits of this IBAN are wrong"),
    ({"sort_code": "123456"}, "Write the sort code as 12-34-56"), ({"account_number": "1234"}, "eight digits"),
    ({"account_number": ""}, "go together"), ({"colour": "red"}, "Write it as #0b5563"),
    ({"address": "Town Hall"}, "line by line"), ({"name": ""}, "Enter the council"), ({"envelope": "A4"}, "A4"),
])  # fmt: skip
def test_a_wrong_letterhead_is_refused_with_what_was_sent(client, fay, changed, said):
    for preview in ({}, {"preview": "1"}):
        response = client.post(ADDRESS, {**HEAD, **changed, **preview})
        assert response.status_code == 422 and said in desk.words(response) and "01632 960 100" in desk.words(response)
    assert not Council.objects.exists()


@pytest.mark.parametrize(("content", "said"), [
    (b"GIF89a" + b"x" * 50, "not a PNG file"), (b"<svg/>", "not a PNG file"), (logo()[:60], "broken"),
    (logo()[:400] + zlib.compress(b"x") + logo()[500:], "broken"), (picture(4001, 1), "4,001 by 1 pixels"),
    (logo() + b"x" * 200_000, "Save it smaller"),
])  # fmt: skip
def test_a_logo_is_judged_by_its_bytes(client, fay, content, said):
    response = client.post(ADDRESS, {**HEAD, "new_logo": png(content)})
    assert response.status_code == 422 and said in desk.words(response)
    assert not Council.objects.exists()


def test_the_arrears_policy_is_kept_row_by_row(client, fay):
    address = "/finance/settings/arrears/"
    assert client.post(address, {"stop_credit_after": 60, "stop_casual_after": 30, "least": "10"}).status_code == 302
    assert client.post(address, {"stop_credit_after": "", "stop_casual_after": 30, "least": "0"}).status_code == 302
    first, second = ArrearsPolicy.objects.all()
    assert (first.stop_credit_after, first.least, second.stop_credit_after, second.least) == (60, 1000, None, 0)
    for wrong in ({"least": "ten"}, {"stop_credit_after": "-1"}):
        sent = {"stop_credit_after": 60, "stop_casual_after": 30, "least": "10", **wrong}
        assert client.post(address, sent).status_code == 422
    assert ArrearsPolicy.objects.count() == 2


STEP = {"days_late": 7, "title": "A reminder", "text": "Dear {name}, {total} was due on {oldest}, {days} days ago.",
        "channel": "own", "market_action": ""}  # fmt: skip
NEW = "/finance/settings/reminders/new/"


def test_a_step_is_seen_filled_in_added_and_changed(client, fay):
    page = desk.words(client.post(NEW, {**STEP, "preview": "1"}))
    assert "Dear Amy&#x27;s Cheese, £48.70 was due on 1 November 2026, 21 days ago." in page
    assert not ReminderStep.objects.exists()
    client.post(NEW, STEP)
    step = ReminderStep.objects.get()
    client.post(f"/finance/settings/reminders/{step.pk}/", {**STEP, "title": "Please pay"})
    assert ReminderStep.objects.get().title == "Please pay"


@pytest.mark.parametrize(("text", "said"), [
    ("Dear {nmae}", "{nmae} cannot be filled in"), ("{name.__class__}", "cannot be filled in"), ("{0}", "{0} cannot"),
    ("{total:>9}", "{total} cannot"), ("{name!r}", "{name} cannot"), ("{}", "{} cannot"), ("{name", "stands alone"),
    ("}", "stands alone"), ("", "Enter the words"),
])  # fmt: skip
def test_words_that_could_not_be_filled_in_are_refused(client, fay, text, said):
    response = client.post(NEW, {**STEP, "text": text})
    assert response.status_code == 422 and said in desk.words(response)
    assert not ReminderStep.objects.exists()


def test_two_steps_never_come_on_the_same_day(client, fay):
    client.post(NEW, STEP)
    assert "Another step comes" in desk.words(client.post(NEW, STEP))


def test_a_step_is_removed_unless_a_reminder_of_it_was_sent(client, invoice):
    client.post(NEW, STEP)
    step = ReminderStep.objects.get()
    Reminder.objects.create(account=invoice.account, step=step, on=invoice.issued_on, title="A reminder", text="x",
                            total=1, billed_to="x")  # fmt: skip
    removal = f"/finance/settings/reminders/{step.pk}/removals/"
    assert "were sent, so the step stays" in desk.words(client.post(removal, follow=True))
    client.post(NEW, {**STEP, "days_late": 14})
    client.post(f"/finance/settings/reminders/{ReminderStep.objects.get(days_late=14).pk}/removals/")
    assert ReminderStep.objects.get() == step


@pytest.mark.parametrize("address", ["letterhead/", "arrears/", "reminders/new/", "vat/new/"])
def test_settings_are_changed_by_permission_only(client, fay, address):
    client.force_login(cast.staff("mac", "Machines"))
    assert client.get(f"/finance/settings/{address}").status_code == 403
    assert client.post(f"/finance/settings/{address}", HEAD).status_code == 403
    page = desk.words(client.get("/finance/settings/"))
    assert "Ask a manager" in page and address not in page
