"""Pat sets what is sold beside a ticket, which fees are in its price, and sees the whole price."""

import pytest
from django.db import IntegrityError, transaction

from events.all_in import wholes
from events.models import Extra
from invoicing.models import BudgetCode, Payment
from tests import cast
from tests.selling.conftest import fee, reserve

pytestmark = pytest.mark.django_db


@pytest.fixture
def performance(client):
    client.force_login(cast.staff("pat", "Programme"))
    cast.determination("fee", "S", 2000)
    cast.determination("programme", "Z")
    return cast.show()


def asked(**fields):
    return {"name": "Programme", "price": "4.50", "basis": "gross", "fee": "", "stock": "120", "most_each": "10",
            "charge_type": "programme", "budget_code": "THE-4100", "position": "", "offered": "on",
            "refundable": "on", **fields}  # fmt: skip


def text(answer):
    return " ".join(answer.content.decode().split())


def add(client, performance, **fields):
    return client.post(f"/programme/events/{performance.event_id}/extras/", asked(**fields))


def test_an_extra_is_added_once_and_sold_from_its_stock(client, performance):
    for _ in range(2):
        assert add(client, performance).status_code == 302
    programme = Extra.objects.get()
    assert (programme.price, programme.basis, programme.stock, programme.offered) == (450, "gross", 120, True)
    booking = reserve(performance, [1])
    booking.add_extras([(programme, performance, None, 3)])
    assert "Sold: 3 of 120, " in text(client.get(f"/programme/events/{performance.event_id}/"))
    programme.stock = 2
    programme.save()
    assert "more than the stock of 2" in text(client.get(f"/programme/events/{performance.event_id}/"))


@pytest.mark.parametrize(("wrong", "words"), [
    ({"basis": "net"}, "The public is shown one price with VAT in it."),
    ({"fee": "ticket"}, "A fee is charged by itself and cannot run out."),
    ({"channels": ["phone"]}, "Only a fee differs by where it is sold."),
    ({"charge_type": "hire"}, "hire is not one of the available choices"),
    ({"charge_type": ""}, "Choose what it is charged as"),
    ({"budget_code": "XYZ"}, "XYZ is not one of the available choices"),
    ({"price": ""}, "Enter the price"), ({"price": "free"}, "Write an amount in pounds"),
    ({"most_each": "0"}, "greater than or equal to 1"), ({"stock": "-1"}, "greater than or equal to 0"),
    ({"stock": "99999999999"}, "less than or equal to"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_stays_typed(client, performance, wrong, words):
    answer = add(client, performance, **wrong)
    assert answer.status_code == 422 and words in text(answer)
    assert not Extra.objects.exists()


def test_only_what_finance_has_set_is_offered_to_choose(client, performance):
    BudgetCode.objects.create(code="THE-4190", title="Programmes", valid_from="2020-01-01")
    BudgetCode.objects.create(code="THE-1", title="Old", valid_from="2019-01-01", valid_to="2020-01-01")
    page = text(client.get(f"/programme/events/{performance.event_id}/extras/"))
    assert "Programmes and books, zero-rated" in page and "Fee, VAT 20%" in page and "Equipment" not in page
    assert "THE-4190 Programmes" in page and "THE-1 Old" not in page


def test_the_fee_on_each_ticket_is_in_the_price_where_it_is_charged(client, performance):
    add(client, performance, name="Levy", price="1.50", fee="ticket", stock="", charge_type="fee")
    add(client, performance, name="Phone fee", price="2.50", fee="booking", stock="", channels=["phone"],
        charge_type="fee")  # fmt: skip
    add(client, performance, name="Shop fee", price="1", fee="ticket", stock="", channels=["shop"], charge_type="fee")
    (whole,) = wholes(performance.event)
    assert whole.columns == ["At the counter and by telephone", "In the online shop"]
    assert [row.to_pay for row in whole.rows] == [[1950, 2050], [1050, 1150]]
    assert [once and once.name for _, _, once, _ in whole.fees] == [None, "Phone fee", None]
    page = text(client.get(f"/programme/events/{performance.event_id}/"))
    assert "£20.50" in page and "Phone fee £2.50 once for each booking" in page


def test_the_whole_price_is_what_the_counter_charges(performance):
    fee(performance, "Levy", 150, "ticket")
    booking = reserve(performance, [1], [2])
    booking.settle()
    (whole,) = wholes(performance.event)
    assert whole.columns == ["Wherever it is sold"]
    assert booking.total().gross == sum(row.to_pay[0] for row in whole.rows)


def test_a_net_fee_is_shown_with_its_vat_and_a_free_ticket_has_none(performance):
    fee(performance, "Levy", 100, "ticket")
    Extra.objects.update(basis="net", charge_type="fee")
    performance.price_list.prices.filter(price_type=cast.price_type("child")).update(amount=0)
    (whole,) = wholes(performance.event)
    assert [row.to_pay[0] for row in whole.rows] == [1920, 0]


def test_what_was_sold_keeps_its_name_and_its_price(client, performance):
    add(client, performance)
    programme = Extra.objects.get()
    booking = reserve(performance, [1])
    booking.add_extras([(programme, performance, None, 1)])
    booking.settle()
    Payment.objects.take(booking, "terminal")
    answer = client.post(f"/programme/events/extras/{programme.pk}/", asked(name="Other", price="6"))
    assert answer.status_code == 302
    programme.refresh_from_db()
    assert (programme.name, programme.price, booking.extra_lines.get().price) == ("Programme", 600, 450)
    client.post(f"/programme/events/extras/{programme.pk}/removals/")
    assert Extra.objects.exists()


def test_what_was_never_sold_is_deleted_once(client, performance):
    add(client, performance)
    pk = Extra.objects.get().pk
    for _ in range(2):
        assert client.post(f"/programme/events/extras/{pk}/removals/").status_code == 302
    assert not Extra.objects.exists()


def test_unticked_it_is_sold_no_more(client, performance):
    add(client, performance, name="Levy", fee="ticket", stock="", charge_type="fee")
    data = asked(name="Levy", fee="ticket", stock="", charge_type="fee")
    del data["offered"]
    client.post(f"/programme/events/extras/{Extra.objects.get().pk}/", data)
    booking = reserve(performance, [1])
    booking.settle()
    assert booking.total().gross == 1800
    assert "Not on sale" in text(client.get(f"/programme/events/{performance.event_id}/"))


def test_a_market_has_sockets_and_prices_without_vat_and_no_fees(client, performance):
    cast.determination("equipment", "S", 2000)
    event = cast.market()[0].event
    page = text(client.get(f"/programme/events/{event.pk}/extras/"))
    assert "Socket, amps" in page and "How it is charged" not in page
    data = asked(name="Socket", basis="net", charge_type="equipment", budget_code="MKT-4410", amps="16", unit="each")
    assert client.post(f"/programme/events/{event.pk}/extras/", data).status_code == 302
    assert Extra.objects.get().amps == 16
    assert "What a ticket costs" not in text(client.get(f"/programme/events/{event.pk}/"))


@pytest.mark.parametrize("fields", [{"channels": "phone"}, {"fee": "ticket", "channels": "fax"},
                                    {"fee": "ticket", "stock": 3}])  # fmt: skip
def test_the_database_knows_where_fees_are_charged_and_that_they_have_no_stock(performance, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Extra.objects.create(event=performance.event, name="Odd", price=1, basis="gross", charge_type="fee",
                             budget_code="THE-1", **fields)  # fmt: skip


def test_where_the_vat_is_not_determined_the_page_says_so(client):
    client.force_login(cast.staff("pat", "Programme"))
    performance = cast.show(taxed=False)
    assert "Nobody has determined the VAT" in text(client.get(f"/programme/events/{performance.event_id}/"))


def test_the_way_there_is_on_the_page_of_the_performance(client, performance):
    assert f"/programme/events/{performance.event_id}/" in text(
        client.get(f"/programme/occurrences/{performance.pk}/"))  # fmt: skip
    assert "Blithe Spirit" in text(client.get("/programme/events/"))
    assert client.get("/programme/events/999999/").status_code == 404
