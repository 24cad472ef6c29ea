"""Tickets in the printers' languages: every letter right, nobody's name an order, a code and a cut for each."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from events.printing import escpos, fgl
from tests.pdf.samples import TICKET

ONE = replace(TICKET, token="q7Zp2VwK9sXt4LmN8bRd3F", holder="Ann Whitlock", title="Blithe Spirit", notes="")


def test_a_receipt_printer_gets_code_page_1252_with_its_pound_sign():
    data = escpos.render([ONE])
    assert data.startswith(b"\x1b@\x1bt\x10")
    assert "Adult, £18.50".encode("cp1252") in data
    assert b"Ann Whitlock" in data


def test_a_receipt_printer_gets_the_code_and_a_cut_for_each_ticket():
    data = escpos.render([ONE, replace(ONE, token="b8RdTQ7Zp2VwK9sXt4LmN3")])
    assert data.count(escpos.CUT) == 2
    assert b"\x1d(k\x19\x001P0q7Zp2VwK9sXt4LmN8bRd3F\x1d(k\x03\x001Q0" in data  # 22 characters and 3


def test_the_drawer_is_opened_first_and_only_when_asked():
    assert escpos.render([ONE], kick=True).startswith(escpos.KICK)
    assert escpos.KICK not in escpos.render([ONE])


def test_welsh_letters_go_as_a_picture_because_no_code_page_has_them():
    data = escpos.render([replace(ONE, holder="Siŵan Ŷnyr")])
    at = data.index(b"\x1dv0\x00")
    across, down = int.from_bytes(data[at + 4 : at + 6], "little"), int.from_bytes(data[at + 6 : at + 8], "little")
    dots = data[at + 8 : at + 8 + across * down]
    assert across * 8 <= escpos.DOTS
    assert 0.02 < sum(byte.bit_count() for byte in dots) / (across * down * 8) < 0.4  # letters, not a black bar
    assert b"Si?an" not in data


def test_a_boca_gets_plain_letters_as_text_and_the_code_where_the_stub_is():
    data = fgl.render([ONE])
    assert data.startswith(b"<CB><NR>") and data.endswith(b"<p>")
    assert b"<RC12,20><F6><HW1,1>Blithe Spirit" in data
    assert b"<QRV2><RC40,830><QR8,0,0,0>{q7Zp2VwK9sXt4LmN8bRd3F}" in data


@pytest.mark.parametrize("words", ["Siŵan Ŷnyr", "£12.50"])
def test_a_boca_gets_other_letters_as_a_picture_of_one_bit(words):
    data = fgl.render([replace(ONE, price_type="", price="", holder=words)])
    count = int(data.partition(b"<bmp><G")[2].partition(b">")[0])
    picture = Image.open(io.BytesIO(data.partition(b"<bmp><G%d>" % count)[2][:count]))
    assert (picture.mode, picture.width <= fgl.ROOM[fgl.MAIN]) == ("1", True)
    assert data.partition(b"<bmp><G%d>" % count)[2][count:].startswith(b"<")


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=90)


@given(names, names)
def test_no_name_or_title_is_an_order_to_a_receipt_printer(holder, title):
    ours = escpos.render([replace(ONE, holder="", title="")])
    theirs = escpos.render([replace(ONE, holder=holder, title=title)])
    for order in (b"\x1bp", b"\x1dV", b"\x1b@", b"\x10\x04"):
        if b"\x1dv0" not in theirs:  # the dots of a picture may be any bytes
            assert theirs.count(order) == ours.count(order)


@given(names)
def test_no_name_is_an_order_to_a_boca(holder):
    data = fgl.render([replace(ONE, holder=holder, price="")])
    if b"<bmp>" not in data:
        assert data.count(b"<p>") == 1 and data.count(b"{") == 1


@pytest.mark.parametrize("language", [escpos, fgl])
def test_the_longest_title_stays_on_the_ticket(language):
    language.render([replace(ONE, title="A Very Long Title " * 12, notes="Please leave by the side door. " * 10)])
    assert b"Boca 1" in language.test_page("Boca 1")
