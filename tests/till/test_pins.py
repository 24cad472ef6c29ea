"""PINs: which may be chosen, when they lock, and who may authorise with one."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils.timezone import now

from boxoffice.counter.authorising import NotAuthorised, authoriser
from boxoffice.models import User
from events.models import AskedTooMuch
from tests import cast

pytestmark = pytest.mark.django_db


def with_pin(name, role, pin):
    user = cast.staff(name, role)
    user.set_pin(pin)
    user.save()
    return user


def asked(by, **data):
    request = RequestFactory().post("/", data)
    request.user = by
    return request


@pytest.mark.parametrize("pin", ["123", "123456789", "1234", "9876", "4444", "12a4", "", "٤٧١٩", "0123"])
def test_a_pin_easily_guessed_or_no_pin_at_all_is_refused(pin):
    with pytest.raises(AskedTooMuch):
        User().set_pin(pin)


def test_a_pin_is_kept_hashed_and_told_from_others():
    max = with_pin("max", "Managers", "8305")
    assert "8305" not in max.pin
    assert max.check_pin("8305") and not max.check_pin("8306") and not max.check_pin("")


def test_who_has_no_pin_has_no_right_one():
    assert not cast.staff("max", "Managers").check_pin("")


def test_five_wrong_pins_lock_it_for_a_quarter_of_an_hour_even_for_the_right_one():
    max, at = with_pin("max", "Managers", "8305"), now()
    assert not any(max.check_pin("1111", at) for _ in range(5))
    assert max.pin_is_locked(at) and not max.check_pin("8305", at + timedelta(minutes=14))
    assert max.check_pin("8305", at + timedelta(minutes=15))
    assert not max.pin_is_locked(at) and max.pin_tries == 0


def test_a_right_pin_forgets_the_wrong_ones_before_it():
    max = with_pin("max", "Managers", "8305")
    for _ in range(3):
        assert not any(max.check_pin("1111") for _ in range(4))
        assert max.check_pin("8305")


def test_tries_side_by_side_are_all_counted():
    with_pin("max", "Managers", "8305")
    copies = [User.objects.get(first_name="Max") for _ in range(9)]  # each read before any of them tried
    for copy in copies[:5]:
        copy.check_pin("1111")
    assert not any(copy.check_pin("8305") for copy in copies[5:])


@pytest.mark.parametrize("words", ["max", "MAX@alderbrook.example", "M", "Max", ""])
def test_who_may_authorises_by_initials_name_or_address_and_pin(words):
    sam, max = with_pin("sam", "Box office", "4719"), with_pin("max", "Managers", "8305")
    assert authoriser(asked(sam, authoriser=words, pin="8305")) == max
    assert authoriser(asked(sam, authoriser=words), "8305") == max


@pytest.mark.parametrize(("words", "pin", "says"), [
    ("max", "1111", "not the PIN"), ("sam", "4719", "Nobody of that name may"), ("dee", "8305", "Nobody of that name"),
    ("", "4719", "not the PIN"),
])  # fmt: skip
def test_who_may_not_authorises_nothing(words, pin, says):
    sam = with_pin("sam", "Box office", "4719")
    with_pin("max", "Managers", "8305")
    with pytest.raises(NotAuthorised, match=says):
        authoriser(asked(sam, authoriser=words, pin=pin))


def test_where_two_could_be_meant_a_pin_alone_is_tried_against_neither():
    sam, max, kim = cast.staff("sam", "Box office"), with_pin("max", "Managers", "8305"), with_pin("kim", "Managers",
                                                                                                "6142")  # fmt: skip
    with pytest.raises(NotAuthorised, match="Say who authorises"):
        authoriser(asked(sam, pin="8305"))
    max.refresh_from_db(), kim.refresh_from_db()
    assert (max.pin_tries, kim.pin_tries) == (0, 0)


def test_where_two_are_needed_the_same_person_is_not_two():
    max = with_pin("max", "Managers", "8305")
    assert authoriser(asked(max, authoriser="max", pin="8305")) == max
    with pytest.raises(NotAuthorised, match="Two people"):
        authoriser(asked(max, authoriser="max", pin="8305"), another=True)


def test_a_locked_pin_says_so():
    sam, max = cast.staff("sam", "Box office"), with_pin("max", "Managers", "8305")
    for _ in range(5):
        max.check_pin("1111")
    with pytest.raises(NotAuthorised, match="Wait fifteen minutes"):
        authoriser(asked(sam, authoriser="max", pin="8305"))


def test_who_has_left_authorises_nothing():
    sam, max = cast.staff("sam", "Box office"), with_pin("max", "Managers", "8305")
    User.objects.filter(pk=max.pk).update(is_active=False)
    with pytest.raises(NotAuthorised):
        authoriser(asked(sam, authoriser="max", pin="8305"))
