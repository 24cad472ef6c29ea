"""Applying through the pages: a question at a time, come back, photos, check, send, follow to the end."""

import html
import io
import re

import pytest
from django.core import mail
from PIL import Image

from events.models import Application, Attachment, Customer
from invoicing import acceptance
from tests import cast
from tests.apply import stage

pytestmark = pytest.mark.django_db


def text(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split()))


def picture(name="certificate.png", colour="white"):
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(kept, "PNG")
    kept.seek(0)
    kept.name = name
    return kept


def begin(client, **more):
    """Press the button on the first page; the private address."""
    page = client.get("/apply/")
    word = re.findall(r'name="word" value="([^"]+)"', page.content.decode())[-1 if more else 0]
    answer = client.post("/apply/", {"word": word, **more})
    assert answer.status_code == 302, text(answer)
    return "/".join(answer["Location"].split("/")[:3]) + "/"


def fill(client, address, said):
    """Answer every page that is asked, in order; the names of the pages."""
    seen = []
    for _ in range(20):
        page = client.get(address, follow=True)
        if page.request["PATH_INFO"].endswith("/check/"):
            return seen
        name = page.request["PATH_INFO"].split("/")[-2]
        seen.append(name)
        answer = client.post(page.request["PATH_INFO"], said.get(name, {"later": "on"}))
        assert answer.status_code == 302, (name, text(answer))
    raise AssertionError(seen)


def test_from_the_first_page_to_a_trader(client, thursday):
    address = begin(client)
    said = stage.answers()
    seen = fill(client, address, said)
    paper = f"paper-{cast.insurance().pk}"
    assert seen == ["you", "business", "goods", "beside", "food", "stall", "markets", paper, "pictures", "address"]
    page = text(client.get(f"{address}check/"))
    for words in ("Nia Parry", "Nia's Stall", "Cheese", "Thursday market: ", "3 metres", "3 Mill Lane", "AB1 3CD"):
        assert words in page
    assert client.post(f"{address}submissions/").status_code == 422
    for _ in range(2):
        assert client.post(f"{address}submissions/", {"agreed": "on"})["Location"] == address
    assert Customer.objects.count() == 1
    page = text(client.get(address))
    assert "Being looked at" in page and "We look at it and answer by" in page and "We have your application." in page


def test_pressing_the_button_twice_begins_one(client, thursday):
    page = client.get("/apply/")
    word = re.search(r'name="word" value="([^"]+)"', page.content.decode())[1]
    for _ in range(2):
        client.post("/apply/", {"word": word})
    assert Application.objects.count() == 1
    assert client.post("/apply/", {"word": "made up"}).status_code == 422


def test_the_address_is_shown_and_e_mailed_and_brings_the_answers_back(client, thursday):
    address = begin(client)
    client.post(f"{address}questions/you/", stage.answers()["you"])
    assert len(mail.outbox) == 1 and address in mail.outbox[0].body and mail.outbox[0].to == ["nia@post.example"]
    client.post(f"{address}questions/you/", stage.answers()["you"])
    assert len(mail.outbox) == 1
    assert address in text(client.get(f"{address}saved/"))
    assert "Nia Parry" in client.get(f"{address}questions/you/").content.decode()
    assert client.get(address)["Location"].endswith("/questions/business/")


def test_nothing_is_found_without_the_address_and_nobody_is_told_of_it(client, thursday):
    address = begin(client)
    for path in ("/apply/nothing/", "/apply/AAAAAAAAAAAAAAAAAAAAAA/", f"{address}questions/hygiene/",
                 f"{address}questions/nothing/", f"{address}photos/1/"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    page = client.get(f"{address}questions/you/")
    assert page["X-Robots-Tag"] == "noindex, nofollow" and page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"
    assert len(address.split("/")[2]) == 22


def test_an_answer_that_is_wrong_is_kept_and_explained(client, thursday):
    address = begin(client)
    page = client.post(f"{address}questions/you/", {"name": "", "phone": "12", "email": "nia"})
    assert page.status_code == 422 and text(page).startswith("Error: ")
    for words in ("There is a problem", "Enter your name.", "like 01632 960", "like name@example.com", 'value="nia"'):
        assert words in page.content.decode(), words
    page = client.post(f"{address}questions/business/", {**stage.answers()["business"], "vat_number": "GB1"})
    assert page.status_code == 422 and "This VAT number is not right" in text(page)
    page = client.post(f"{address}questions/goods/", {})
    assert page.status_code == 422 and "Choose at least one line of goods." in text(page)


def test_a_photo_comes_with_the_certificate_and_is_served_safely(client, thursday):
    address = begin(client)
    fill(client, address, stage.answers())
    page = f"{address}questions/paper-{cast.insurance().pk}/"
    sent = {"files": picture(), "number": "PL1", "cover": "5m", "expires_on_0": "1", "expires_on_1": "6",
            "expires_on_2": "2999"}  # fmt: skip
    assert client.post(page, sent)["Location"].endswith("/check/")
    application = Application.objects.get()
    assert application.answers[f"paper-{cast.insurance().pk}"] == {
        "number": "PL1", "cover": 500_000_000, "expires_on": "2999-06-01", "later": False}  # fmt: skip
    photo = application.photos.get()
    answer = client.get(f"{address}photos/{photo.pk}/")
    assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline;")
    assert "£5,000,000.00" in text(client.get(f"{address}check/")) and "Sat 1 Jun 2999" in text(
        client.get(f"{address}check/"))  # fmt: skip
    assert "5000000" in client.get(page).content.decode()
    for _ in range(2):
        assert client.post(f"{address}photos/{photo.pk}/removals/").status_code == 302
    assert not application.photos.exists()


def test_no_photo_and_one_too_large_are_said_in_a_sentence(client, thursday, monkeypatch):
    address = begin(client)
    fill(client, address, stage.answers())
    page = f"{address}questions/paper-{cast.insurance().pk}/"
    said = {"cover": "5m", "expires_on_0": "1", "expires_on_1": "6", "expires_on_2": "2999"}
    answer = client.post(page, said)
    assert answer.status_code == 422 and "If you cannot now, tick that you will bring it." in text(answer)
    text_file = io.BytesIO(b"hello")
    text_file.name = "certificate.exe"
    answer = client.post(page, {**said, "files": text_file})
    assert answer.status_code == 422 and "Send a JPEG or PNG photo, or a PDF." in text(answer)
    monkeypatch.setattr("boxoffice.shop.apply.files.MOST_BYTES", 10)
    answer = client.post(page, {**said, "files": picture()})
    assert answer.status_code == 422 and "larger than 12 MB" in text(answer)
    assert "5m" in answer.content.decode() and not Attachment.objects.exists()


def test_somebody_elses_photo_is_not_found(client, thursday):
    mine, other = begin(client), stage.sent("ada")
    photo = other.photos.create(question="pictures", attachment=Attachment.objects.keep("a", picture().read()))
    assert client.get(f"{mine}photos/{photo.pk}/").status_code == 404


def test_what_is_sent_is_not_changed_any_more(client, thursday):
    application = stage.sent()
    address = f"/apply/{application.token}/"
    answer = client.post(f"{address}questions/you/", {"name": "Somebody else", "phone": "07700 900999"})
    assert answer["Location"] == address
    application.refresh_from_db()
    assert application.answers["you"]["name"] == "Nia Parry"


def test_more_is_wanted_and_given(client, thursday, mo):
    application = stage.sent()
    acceptance.ask_more(application, "Send a photo of your stall.", by=mo)
    address = f"/apply/{application.token}/"
    page = text(client.get(address))
    assert "We need something from you" in page and "Send a photo of your stall." in page
    answer = client.post(f"{address}replies/")
    assert answer.status_code == 422 and "Write an answer, or send a photo." in text(answer)
    for _ in range(2):
        assert client.post(f"{address}replies/", {"words": "Here", "files": picture()}).status_code == 302
    application.refresh_from_db()
    assert application.status == "submitted" and application.photos.count() == 1
    assert application.steps.filter(words__contains="You answered: Here").count() == 1


def test_a_refusal_its_appeal_and_the_end(client, thursday, mo, max_):
    application = stage.sent()
    acceptance.refuse(application, "Too many candles.", by=mo)
    address = f"/apply/{application.token}/"
    page = text(client.get(address))
    assert "Why: Too many candles." in page and "You may appeal until" in page
    assert client.post(f"{address}appeals/").status_code == 422
    for _ in range(2):
        assert client.post(f"{address}appeals/", {"words": "Mine are honey."}).status_code == 302
    assert "Somebody who did not refuse it" in text(client.get(address))
    acceptance.refuse(application, "Still too many.", by=max_)
    page = text(client.get(address))
    assert "This is the end of this application" in page and "Send the appeal" not in page
    assert client.post(f"{address}appeals/", {"words": "Again."}).status_code == 422


def test_a_trader_finds_their_applications_and_what_we_know_filled_in(client, thursday, market):
    amy = cast.trader("amy")
    Customer.objects.filter(pk=amy.pk).update(phone="07700 900123")
    client.force_login(amy.user)
    address = begin(client, event="christmas-market")
    application = Application.objects.get()
    assert (application.customer, application.event) == (amy, market.event)
    assert client.get(address)["Location"].endswith("/questions/business/")
    page = text(client.get("/portal/applications/"))
    assert "Christmas market" in page and "Begun" in page


def test_the_shorter_set_for_a_market(client, market):
    address = begin(client, event="christmas-market")
    assert fill(client, address, stage.answers(event=market.event)) == [
        "you", "business", "goods", "food", "pitch", "pictures", "address", "plan", "deposit"]  # fmt: skip
    page = client.get(f"{address}questions/pitch/")
    assert "Standard: £1,700 for all its days, plus VAT" in text(page)
    page = text(client.get(f"{address}check/"))
    assert "The deposit of £250.00 comes off it." in page and "50% up to 120 days before" in page
    client.post(f"{address}submissions/", {"agreed": "on"})
    page = text(client.get(address))
    assert "To pay" in page and "Or pay at the office" in page and "Pay the deposit first." in page


def test_the_deposit_is_paid_by_card(client, market, settings, monkeypatch):
    application = stage.sent(event=market.event)
    address = f"/apply/{application.token}/"
    answer = client.post(f"{address}card-payments/")
    assert answer.status_code == 422 and "We do not take cards here" in text(answer)
    settings.STRIPE_SECRET_KEY = "sk_test"
    asked = {}

    def session(**about):
        asked.update(about)
        return type("Session", (), {"url": "https://checkout.stripe.com/pay"})

    monkeypatch.setattr("invoicing.deposits.open_session", session)
    assert client.post(f"{address}card-payments/")["Location"] == "https://checkout.stripe.com/pay"
    assert (asked["amount"], asked["reference"]) == (stage.DEPOSIT, f"deposit-{application.deposit.pay_token}")
    paid = type("Session", (), {"is_paid": True, "reference": asked["reference"], "amount": stage.DEPOSIT,
                                "payment_intent": "pi_1"})  # fmt: skip
    monkeypatch.setattr("boxoffice.shop.apply.views_status.read_session", lambda identity: paid)
    for _ in range(2):
        assert client.get(f"{address}deposit/?session=cs_1")["Location"] == address
    assert "We have your £250.00" in text(client.get(address))


def test_cancelling_says_first_what_it_costs(client, market):
    application = stage.sent(event=market.event)
    from_page = f"/apply/{application.token}/"
    assert "If you cancel today: there is nothing to pay." in text(client.get(from_page))
    assert client.post(f"{from_page}cancellations/").status_code == 422
    for _ in range(2):
        assert client.post(f"{from_page}cancellations/", {"sure": "yes"}).status_code == 302
    application.refresh_from_db()
    assert application.status == "withdrawn"


def test_the_form_can_be_printed(client, thursday, market):
    page = text(client.get("/apply/form/"))
    for words in ("Who are you?", "Food: ☐ Cheese", "Sum insured", "Signed", "For the office"):
        assert words in page, words
    assert "Which pitch would you like?" in text(client.get("/apply/form/christmas-market/"))
    assert client.get("/apply/form/nothing/").status_code == 404
