"""The print queue: what waits for the post, in envelope order; batches of it, marked printed once; copies after."""

import pytest
from django.core.files.storage import default_storage
from django.utils.timezone import localdate
from django_q.models import OrmQ

from events.models import Refused
from invoicing import print_queue
from invoicing.letters import printed_statement
from invoicing.models import Account, BillingRun, CreditNote, Dispatch, Invoice, Job, PrintBatch, Statement
from tests import cast
from tests.finance import desk

QUEUE = "/finance/print-queue/"
BATCHES = f"{QUEUE}batches/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def three(fay, days, amy):
    """Invoices of Amy at AB1, Ben at AB10 and Cat at AB2, named in the order of their postcodes."""
    for number, (name, postcode) in enumerate([("ben", "AB10 1AA"), ("cat", "AB2 9ZZ")], 2):
        customer = desk.charged(cast.trader(name), days[:1], number=str(number))
        type(customer).objects.filter(pk=customer.pk).update(postcode=postcode)
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    return [Invoice.objects.get(account__customer__name=f"{name}'s Cheese") for name in ("Amy", "Cat", "Ben")]


def key(invoice):
    return f"invoice-{invoice.pk}"


def waiting():
    return [item.document for item in print_queue.waiting()]


def test_envelopes_are_in_the_order_of_their_postcodes(three):
    assert waiting() == three


def test_a_postcode_nobody_knows_comes_last_and_breaks_nothing(three):
    item = print_queue.Item("invoice", Invoice(pk=1, billed_to="Ben\nAnywhere\nno code"))
    assert item.place > print_queue.waiting()[-1].place


def test_who_wants_email_alone_waits_for_no_post(client, three):
    Account.objects.filter(pk=three[0].account_id).update(delivery="email")
    Account.objects.filter(pk=three[1].account_id).update(delivery="both")
    assert waiting() == three[1:]


def test_who_wants_email_and_has_no_address_is_sent_paper(three):
    account = three[0].account
    Account.objects.filter(pk=account.pk).update(delivery="email")
    type(account.customer).objects.filter(pk=account.customer_id).update(email="")
    assert three[0] in waiting()


def test_credit_notes_and_statements_wait_too(fay, three):
    note = CreditNote.objects.credit_whole(three[0], reason="weather", by=fay)
    today = localdate()
    statement = Statement.objects.make(three[0].account, today, today, by=fay)
    assert waiting()[:3] == [three[0], note, statement]
    batch = print_queue.make_batch([f"credit_note-{note.pk}", f"statement-{statement.pk}"], by=fay)
    assert printed_statement(statement) in batch.papers.all() and batch.papers.count() == 2
    print_queue.mark_printed(batch, by=fay)
    assert waiting() == three


def test_all_that_waits_prints_in_two_presses_and_is_marked(client, three):
    page = desk.words(client.get(QUEUE))
    assert "Print all 3" in page and page.index("Amy&#x27;s") < page.index("Cat&#x27;s") < page.index("Ben&#x27;s")
    answer = client.post(BATCHES, {"all": "1"})
    page = desk.words(client.get(answer.url))
    assert "Open 3 papers as one PDF" in page and "Did they print?" in page and "COPY" not in page
    text = desk.pdf_text(client.get(f"{answer.url.rstrip('/')}.pdf").content)
    assert text.index(three[0].number) < text.index(three[1].number) < text.index(three[2].number)
    assert len(waiting()) == 3
    client.post(f"{answer.url}printed/")
    assert waiting() == [] and Dispatch.objects.filter(channel="post").count() == 3
    assert "Nothing waits for the post" in desk.words(client.get(QUEUE))


def test_each_paper_begins_on_the_front_of_a_sheet(client, three):
    batch = client.post(BATCHES, {"all": "1"}).url
    content = client.get(f"{batch.rstrip('/')}.pdf").content
    assert [desk.page_count(bytes(invoice.paper.pdf)) for invoice in three] == [1, 1, 1]
    assert desk.page_count(content) == 5


def test_marking_printed_twice_posts_once(client, three):
    batch = client.post(BATCHES, {"all": "1"}).url
    for _ in range(2):
        client.post(f"{batch}printed/")
    assert Dispatch.objects.count() == 3


def test_only_what_was_ticked_is_printed(client, three):
    client.post(BATCHES, {"document": [key(three[1])]})
    assert [paper.invoice for paper in PrintBatch.objects.get().papers.all()] == [three[1]]


def test_a_batch_nobody_answered_for_is_asked_about_and_not_printed_with_all(client, three):
    client.post(BATCHES, {"document": [key(three[0])]})
    page = desk.words(client.get(QUEUE))
    assert "Did these print?" in page and "In PB-" in page and "Print all 2" in page
    client.post(BATCHES, {"all": "1"})
    assert PrintBatch.objects.first().papers.count() == 2
    print_queue.mark_printed(PrintBatch.objects.last(), by=three[0].issued_by)
    print_queue.mark_printed(print_queue.make_batch([key(each) for each in three], by=three[0].issued_by),
                             by=three[0].issued_by)  # fmt: skip
    assert "Did these print?" not in desk.words(client.get(QUEUE))


def test_one_kind_alone_is_shown_and_printed(client, fay, three):
    note = CreditNote.objects.credit_whole(three[0], reason="weather", by=fay)
    page = desk.words(client.get(QUEUE, {"kind": "credit_note"}))
    assert note.number in page and three[0].number not in page
    client.post(BATCHES, {"all": "1", "kind": "credit_note"})
    assert [paper.credit_note for paper in PrintBatch.objects.get().papers.all()] == [note]


@pytest.mark.parametrize("keys", [[], ["invoice-999999"], ["invoice-x"], ["user-1"], ["rubbish"], ["invoice-²"]])
def test_nothing_and_nonsense_make_no_batch(client, three, keys):
    answer = client.post(BATCHES, {"document": keys})
    assert answer.status_code == 422 and 'role="alert"' in desk.words(answer)
    assert not PrintBatch.objects.exists()


def test_what_was_posted_says_copy_when_it_is_printed_again_and_is_stored_as_it_was(client, fay, three):
    batch = client.post(BATCHES, {"document": [key(three[0])]}).url
    address = f"{batch.rstrip('/')}.pdf"
    assert "copy" not in desk.pdf_text(client.get(address).content).lower()
    client.post(f"{batch}printed/")
    assert "says COPY" in desk.words(client.get(batch))
    assert "copy" in desk.pdf_text(client.get(address).content).lower()
    assert three[0].paper.intact() and three[0].paper.sha256 == Invoice.objects.get(pk=three[0].pk).paper.sha256
    assert desk.pdf_text(client.get(f"/finance/invoices/{three[0].number}/pdf").content).lower().count("copy") == 0


def test_a_large_batch_is_made_by_the_worker_with_progress(client, three, monkeypatch):
    monkeypatch.setattr(print_queue, "AT_ONCE", 2)
    batch = client.post(BATCHES, {"all": "1"}).url
    page = desk.words(client.get(batch))
    assert "Making the print batch" in page and "Open 3" not in page and PrintBatch.objects.get().papers.count() == 0
    assert client.get(f"{batch}progress/", headers={"HX-Request": "true"}).status_code == 200
    desk.work()
    assert client.get(f"{batch}progress/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Open 3 papers" in desk.words(client.get(batch)) and "Making" not in desk.words(client.get(batch))
    assert Job.objects.get().said == "3 papers are ready to print."
    assert three[2].number in desk.pdf_text(client.get(f"{batch.rstrip('/')}.pdf").content)


def test_a_large_batch_printed_again_is_made_anew_as_copies(client, three, monkeypatch):
    monkeypatch.setattr(print_queue, "AT_ONCE", 2)
    batch = client.post(BATCHES, {"all": "1"}).url
    desk.work()
    client.post(f"{batch}printed/")
    assert not default_storage.exists(print_queue.file_name(PrintBatch.objects.get()))
    assert "Make the PDF of 3 papers" in desk.words(client.get(batch))
    assert client.get(f"{batch.rstrip('/')}.pdf").url == batch
    client.post(f"{batch}files/")
    desk.work()
    assert desk.pdf_text(client.get(f"{batch.rstrip('/')}.pdf").content).lower().count("copy") >= 3


def test_a_batch_that_stopped_part_of_the_way_leaves_the_rest_waiting_and_can_go_on(client, three, monkeypatch):
    monkeypatch.setattr(print_queue, "AT_ONCE", 2)
    monkeypatch.setattr("invoicing.print_queue.make_file", lambda batch: 1 / 0)
    batch = client.post(BATCHES, {"all": "1"}).url
    with pytest.raises(ZeroDivisionError):
        desk.work()
    assert "It stopped" in desk.words(client.get(batch)) and len(waiting()) == 3
    monkeypatch.undo()
    client.post(f"{batch}files/")
    desk.work()
    assert Job.objects.first().failed is False


def test_batches_so_far_say_who_and_when_and_open_again(client, three):
    client.post(BATCHES, {"all": "1"})
    page = desk.words(client.get(BATCHES))
    assert "PB-" in page and "Fay" in page and "Not yet" in page


def test_looking_at_the_queue_asks_the_database_a_fixed_number_of_times(client, three, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get(QUEUE)


def test_others_neither_see_nor_print(client, three):
    client.force_login(cast.staff("sam", "Box office"))
    assert client.get(QUEUE).status_code == 403 and client.post(BATCHES, {"all": "1"}).status_code == 403
    assert not PrintBatch.objects.exists() and not OrmQ.objects.exists()


def test_keys_that_are_wrong_are_refused_with_the_remedy(db):
    with pytest.raises(Refused, match="Choose from the list"):
        print_queue.found(["invoice-1; drop"])
