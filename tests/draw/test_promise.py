"""The seed is made and its hash published before the queue closes; nobody sees the seed before the draw is run."""

import hashlib

import pytest
from django.db import DatabaseError, transaction

from events.models import AskedTooMuch, Draw
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_draw_is_promised_by_the_hash_of_a_long_seed(promised):
    assert len(promised.seed) == 64
    assert promised.seed_hash == hashlib.sha256(promised.seed.encode()).hexdigest()


def test_promising_twice_is_promising_once(promised, day, mo, before):
    assert Draw.objects.promise(day, by=mo, at=before).seed == promised.seed


def test_no_two_draws_have_the_same_seed(promised, days, mo, before):
    assert Draw.objects.promise(days[1], by=mo, at=before).seed != promised.seed


@pytest.mark.parametrize(("call", "hour"), [(1, (8, 0)), (1, (8, 30)), (2, (9, 30))])
def test_once_the_list_can_be_known_nothing_is_promised(day, mo, clock, call, hour):
    with pytest.raises(AskedTooMuch, match="list is known, so no draw can be promised"):
        Draw.objects.promise(day, call=call, by=mo, at=clock(*hour))


def test_a_market_without_a_second_call_promises_none(day, mo, before, rules):
    rules(second_call_at=None)
    with pytest.raises(AskedTooMuch, match="no second call"):
        Draw.objects.promise(day, call=2, by=mo, at=before)


def test_the_worker_promises_both_calls_of_the_days_ahead(days, before):
    cast.show()
    assert Draw.objects.promise_coming(at=before) == 4  # this week's and, seven days on, next week's
    assert Draw.objects.promise_coming(at=before) == 0


def test_the_database_keeps_the_promise(promised):
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.update(seed="1" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.all().delete()
