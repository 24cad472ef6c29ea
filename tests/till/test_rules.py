"""The counter's rules: who may set them, what is checked, and the history that stays."""

import pytest
from django.db import DatabaseError, transaction

from invoicing.models import CounterRules, CounterRulesChange
from tests import cast

pytestmark = pytest.mark.django_db


def values(client, **changes):
    form = client.get("/counter/rules/").context["form"]
    kept = {field.name: field.value() for field in form if field.value() is not False and field.value() is not None}
    return {name: value for name, value in (kept | changes).items() if value is not None}


def test_a_manager_sets_a_limit_and_the_change_is_kept(client, max):
    client.force_login(max)
    page = client.post("/counter/rules/", values(client, refund_pin_over="50", second_sign_off=None), follow=True)
    rules = CounterRules.current()
    assert (rules.refund_pin_over, rules.second_sign_off, rules.variance_tolerance) == (5000, False, 200)
    words = page.content.decode()
    assert "Refund limit from £100.00 to £50.00" in words and "close a till from yes to no" in words
    client.post("/counter/rules/", values(client))  # nothing changed, nothing noted
    assert CounterRulesChange.objects.get().by == max


@pytest.mark.parametrize(("field", "value"), [("basket_minutes", "0"), ("refund_fee", "-1"), ("pack_hours", "soon"),
                                              ("duty_manager", "nobody"), ("reserve_days", "99999999")])  # fmt: skip
def test_what_cannot_be_is_refused_and_kept_on_the_page(client, max, field, value):
    client.force_login(max)
    page = client.post("/counter/rules/", values(client, **{field: value}))
    assert page.status_code == 422 and f'value="{value}"' in page.content.decode()
    assert not CounterRulesChange.objects.exists()


def test_a_clerk_sets_no_rules(client):
    client.force_login(cast.staff("sam", "Box office"))
    assert client.get("/counter/rules/").status_code == 403
    assert client.post("/counter/rules/", {"refund_fee": "0"}).status_code == 403


def test_the_history_never_changes(max):
    change = CounterRules.change({"refund_fee": 100}, by=max)
    for spoil in (lambda: CounterRulesChange.objects.update(changed={}), change.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_every_rule_is_on_the_page_and_explained(client, max):
    client.force_login(max)
    form = client.get("/counter/rules/").context["form"]
    assert all(field.help_text for field in form.fields.values())
    assert all(any(field.name == name for _, fields in form.groups() for field in fields) for name in form.fields)
