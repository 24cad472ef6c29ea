"""Saved views of the list of invoices: kept under a name, shared or not, counted, deleted by whoever saved them."""

import pytest

from boxoffice.models import SavedView
from tests import cast
from tests.finance import desk


@pytest.fixture
def saved(client, fay, invoice):
    """Fay's private view of what Amy owes."""
    client.post("/finance/saved-views/", {"name": "Amy's", "query": "q=amy&page=3&nonsense=1"})
    return SavedView.objects.get()


def tab(response, words):
    return next((tab for tab in response.context["list"].tabs if tab.words == words), None)


def test_a_view_is_kept_without_its_page_and_what_is_not_understood(client, fay, invoice):
    answer = client.post("/finance/saved-views/", {"name": "Amy's", "query": "q=amy&page=3&nonsense=1"})
    assert answer.url == "/finance/?q=amy"
    assert SavedView.objects.values_list("user", "name", "query", "shared").get() == (fay.pk, "Amy's", "q=amy", False)


def test_it_is_a_tab_with_its_count_and_current_where_it_is_shown(client, saved):
    page = client.get("/finance/?q=amy")
    assert (tab(page, "Amy's").count, tab(page, "Amy's").current, tab(page, "All").current) == ("1", True, False)
    assert not tab(client.get("/finance/"), "Amy's").current
    assert "Delete Amy&#x27;s" in desk.words(page)


def test_the_same_name_again_replaces_it(client, saved):
    client.post("/finance/saved-views/", {"name": "Amy's", "query": "view=overdue", "shared": "on"})
    assert SavedView.objects.values_list("query", "shared").get() == ("view=overdue", True)


def test_a_view_without_a_name_is_refused_with_what_was_chosen_kept(client, fay, invoice):
    answer = client.post("/finance/saved-views/", {"name": " ", "query": "q=amy"})
    assert answer.status_code == 422 and not SavedView.objects.exists()
    assert "Give this view a name." in desk.words(answer) and answer.context["list"].filter.text == "amy"


@pytest.mark.parametrize("shared", [True, False])
def test_others_see_a_view_only_where_it_is_shared(client, saved, shared):
    SavedView.objects.update(shared=shared)
    client.force_login(cast.staff("max", "Managers"))
    page = client.get("/finance/?q=amy")
    assert (tab(page, "Amy's") is not None) == shared and "Delete Amy" not in desk.words(page)


def test_only_whoever_saved_it_deletes_it(client, fay, saved):
    client.force_login(cast.staff("max", "Managers"))
    assert client.post(f"/finance/saved-views/{saved.pk}/deletion/").status_code == 404
    client.force_login(fay)
    assert client.post(f"/finance/saved-views/{saved.pk}/deletion/").url == "/finance/"
    assert not SavedView.objects.exists()


def test_how_close_the_rows_stand_is_remembered(client, fay, invoice):
    assert 'data-density="compact"' in desk.words(client.get("/finance/"))
    assert client.post("/finance/density/", {"density": "cosy", "filter": "view=overdue&"}).url == (
        "/finance/?view=overdue")  # fmt: skip
    client.post("/finance/density/", {"density": "enormous"})
    assert 'data-density="cosy"' in desk.words(client.get("/finance/"))
