"""The Z on paper: accessible, archivable, the same each time, and for those who may see the till."""

import io

import pypdf
import pytest

from invoicing.cancellation import cancel
from invoicing.models import TillCount, TillMovement
from invoicing.papers.till_pdf import apart
from tests import cast
from tests.pdf.reading import assert_valid, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(sell, sam, max, till):
    """A day with sales, a refund, a lift and a difference on both tenders."""
    sell(), sell("terminal"), cancel(sell().booking, reason="Ill", by=sam, till=till)
    TillMovement.objects.lift(till, 1000, key="lift", by=sam, bag="S7")
    TillMovement.objects.open_drawer(till, key="open", by=sam, reason="Change for a note")
    till.cash_up(TillCount(5700, 1900), by=sam, signed_off_by=max, carried=5000, bag="B12", reason="Not known")
    return till


def paper(client, till):
    return client.get(f"/counter/tills/{till.pk}/z.pdf")


def test_it_keeps_the_standards_and_is_the_same_each_time(client, closed):
    answer = paper(client, closed)
    assert answer["Content-Type"] == "application/pdf" and "z-counter-1-1.pdf" in answer["Content-Disposition"]
    assert_valid(answer.content)
    assert answer.content == paper(client, closed).content


def test_it_says_what_the_page_says(client, closed):
    text = words(paper(client, closed).content)
    for said in ("Counter 1, Z 1", "Signed off by Max", "Cash £1.00 short, card terminal £1.00 over", "Not known",
                 "£7.00, bag B12", "£50.00", "bag S7", "Change for a note", "Drawer opened without a sale: 1"):
        assert said in text
    assert "£58.00" in text and "£57.00" in text  # expected, counted


def test_a_long_day_turns_the_sheet(client, sell, sam, max, till):
    for n in range(60):
        TillMovement.objects.open_drawer(till, key=f"{n}", by=sam, reason=f"Reason {n}")
    till.cash_up(TillCount(5000), by=sam, signed_off_by=max, carried=5000)
    pdf = paper(client, till).content
    assert_valid(pdf)
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 1 and "Reason 59" in words(pdf) and "Page 2 of" in words(pdf)


def test_an_open_till_has_no_z_and_somebody_elses_is_not_shown(client, till, sell, max):
    assert paper(client, till).url == f"/counter/tills/{till.pk}/counts/"
    till.close(5000, by=till.opened_by)
    client.force_login(cast.staff("kim", "Box office"))
    assert paper(client, till).status_code == 404


@pytest.mark.parametrize(("pence", "said"), [(0, "right"), (5, "£0.05 over"), (-300, "£3.00 short")])
def test_a_difference_in_words(pence, said):
    assert apart(pence) == said
