"""Dee takes the last admission back, within the page."""

import pytest

from events.models import CheckIn
from tests import cast
from tests.door.test_admissions import check, sell, tonight

__all__ = ["tonight"]
pytestmark = pytest.mark.django_db


def test_the_last_admission_is_undone_and_the_ticket_good_again(client, tonight):
    token = sell(tonight).new_lines[0].token
    page = check(client, tonight, token, follow=True)
    last = page.context["last"]
    answer = client.post(f"/door/admissions/{last.pk}/undoings/", follow=True)
    assert "has not come in" in answer.content.decode()
    assert answer.context["counts"] == {"inside": 0, "to_come": 1}
    assert check(client, tonight, token).status_code == 302
    assert CheckIn.objects.count() == 2


def test_an_undone_admission_no_longer_says_come_in(client, tonight):
    shown = check(client, tonight, sell(tonight).new_lines[0].token)["Location"]
    client.post(f"/door/admissions/{CheckIn.objects.get().pk}/undoings/")
    assert "Come in" not in client.get(shown).content.decode()


def test_only_ones_own_last_admission_is_offered(client, tonight):
    check(client, tonight, sell(tonight).new_lines[0].token)
    client.force_login(cast.staff("dan", "Door"))
    assert client.get(f"/door/performances/{tonight.pk}/").context["last"] is None


def test_an_admission_that_is_none_is_not_found(client, tonight):
    assert client.post("/door/admissions/999/undoings/").status_code == 404


@pytest.mark.parametrize("shown", ["x", "-1", "9" * 40, "²"])
def test_a_crooked_address_shows_the_plain_page(client, tonight, shown):
    assert client.get(f"/door/performances/{tonight.pk}/", {"in": shown}).context["verdict"] is None
