"""Reprints: a new code each time, the old one dead at the door, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.booked_tickets import tickets_of
from events.models import AskedTooMuch, Booking, CheckIn, NotAdmitted, TicketIssue
from invoicing.models import Payment
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evening():
    with cast.before_curtain_up():
        yield


@pytest.fixture
def sam():
    return cast.staff("sam", "Box office")


@pytest.fixture
def booking(sam):
    booking = Booking.objects.reserve_best(cast.show(days=0), [cast.price_type("adult")] * 2, channel="counter")
    Payment.objects.take(booking, "terminal")
    return Booking.objects.get(pk=booking.pk)


def reissue(lines, sam, **fields):
    return TicketIssue.objects.reissue(list(lines), reason="Lost, or left at home", by=sam, **fields)


def refused(code, sam):
    with pytest.raises(NotAdmitted) as refusal:
        CheckIn.objects.check_in(code, by=sam)
    return refusal.value


def test_the_old_code_is_dead_and_says_since_when_and_by_whom(booking, sam):
    line = booking.live_lines[0]
    issue = reissue([line], sam)[0]
    no = refused(line.token, sam)
    assert (no.code, no.line) == ("replaced", line)
    assert no.message.startswith("Replaced ") and "m by Sam. Ask for the newer ticket." in no.message
    assert CheckIn.objects.check_in(issue.token, by=sam).line == line
    assert refused(issue.token, sam).code == "already_used"


def test_only_the_latest_of_several_issues_is_good(booking, sam):
    line = booking.live_lines[0]
    codes = [line.token, *(reissue([line], sam)[0].token for _ in range(3))]
    assert [refused(code, sam).code for code in codes[:-1]] == ["replaced"] * 3
    assert CheckIn.objects.check_in(codes[-1], by=sam)


def test_a_ticket_not_printed_anew_stays_good(booking, sam):
    first, second = booking.live_lines
    reissue([first], sam)
    assert CheckIn.objects.check_in(second.token, by=sam).line == second


def test_papers_carry_the_code_that_is_good_now(booking, sam):
    first, second = booking.live_lines
    issue = reissue([first], sam)[0]
    assert [ticket.token for ticket in tickets_of(booking)] == [issue.token, second.token]


def test_a_double_press_makes_one_issue(booking, sam):
    line = booking.live_lines[0]
    seen = {line.pk: 1}
    assert reissue([line], sam, since=seen) == reissue([line], sam, since=seen)
    assert TicketIssue.objects.count() == 1


def test_no_reason_no_reprint(booking, sam):
    with pytest.raises(AskedTooMuch, match="say why"):
        TicketIssue.objects.reissue(list(booking.live_lines), reason=" ", by=sam)


def test_a_ticket_given_back_is_not_printed_anew(booking, sam):
    line = booking.live_lines[0]
    booking.release([line], reason="refunded")
    with pytest.raises(AskedTooMuch, match="given back"):
        reissue([line], sam)
    assert not TicketIssue.objects.exists()


class AnyOrderOfReprints(TestCase):
    """Whatever is printed anew in whatever order, exactly one code of each ticket opens the door."""

    @given(st.lists(st.sampled_from([0, 1, 2]), max_size=7))
    def test_exactly_one_code_a_ticket_is_good(self, order):
        booking = Booking.objects.reserve_best(cast.show(days=0), [cast.price_type("adult")] * 3, channel="counter")
        Payment.objects.take(booking, "terminal")
        lines = list(booking.lines.order_by("pk"))
        codes = {line.pk: [line.token] for line in lines}
        for index in order:
            codes[lines[index].pk].append(reissue([lines[index]], None)[0].token)
        for line in lines:
            for code in codes[line.pk][:-1]:
                assert refused(code, None).code == "replaced"
            assert CheckIn.objects.check_in(codes[line.pk][-1], by=None).line == line
