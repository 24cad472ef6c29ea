"""What a tablet reads and sends: the bundle of a day, taps with photos, numbers, prices, and the merge page."""

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from PIL import Image

from events.models import Attendance, RegisterNote, RegisterTap
from invoicing.models import Payment, ReceiptBlock
from tests import cast
from tests.register.taps import DEVICE, as_sent, here, letting, numbers, send, tapped

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(client, mo):
    client.force_login(mo)
    return client


def bundle(tablet, day):
    return tablet.get(f"/market/days/{day.pk}/bundle.json").json()


def post(tablet, day, user, *batch, **files):
    return tablet.post(f"/market/days/{day.pk}/taps/", {**as_sent(user, *batch), **files})


def test_the_page_says_in_which_cookie_the_token_is(tablet, day, settings):
    settings.CSRF_COOKIE_NAME = "training_csrf"
    assert b'data-csrf-cookie="training_csrf"' in tablet.get(f"/market/days/{day.pk}/").content


class TestBundle:
    def test_has_every_pitch_trader_price_and_kind_of_absence(self, tablet, day, line):
        ben = cast.trader("ben").trader
        found = bundle(tablet, day)
        first, second = found["rows"][:2]
        assert (first["state"], first["who"], first["line"]) == ("due", "Amy's Cheese", line.pk)
        assert (second["state"], second["price"]) == ("free", 3000)
        assert ben.badge in [one["badge"] for one in found["traders"]]
        kinds = [kind["presence"] for kind in found["kinds"]]
        assert kinds == ["holiday", "notified", "late-notice", "sick", "no-show"]
        assert found["user"]["name"] == "Mo" and found["needed"] == [cast.insurance().pk]

    def test_says_which_papers_a_trader_lacks_and_what_nobody_can_lift(self, tablet, day):
        cast.trader("ben", insured=False)
        stopped = cast.trader("cat").trader
        type(stopped).objects.filter(pk=stopped.pk).update(casual_stopped="arrears of £90.")
        traders = {one["name"]: one for one in bundle(tablet, day)["traders"]}
        assert traders["Ben's Cheese"]["papers"] == [cast.insurance().pk] and not traders["Ben's Cheese"]["stop"]
        assert "arrears" in traders["Cat's Cheese"]["stop"]

    def test_is_not_sent_again_while_nothing_changed(self, tablet, day, line, mo):
        address = f"/market/days/{day.pk}/bundle.json"
        etag = tablet.get(address)["ETag"]
        assert tablet.get(address, headers={"If-None-Match": etag}).status_code == 304
        send(day, mo, here(line))
        assert tablet.get(address, headers={"If-None-Match": etag}).status_code == 200

    def test_more_traders_cost_no_more_queries(self, tablet, day, book, django_assert_max_num_queries):
        book(cast.trader("amy"), 1)
        with django_assert_max_num_queries(60) as first:
            bundle(tablet, day)
        for number, name in enumerate(["ben", "cat", "dan"], 2):
            book(cast.trader(name), number)
        with django_assert_max_num_queries(len(first)):
            bundle(tablet, day)


class TestTaps:
    def test_are_answered_one_by_one(self, tablet, day, mo, line):
        batch = [here(line), tapped("note", line=line), tapped("note", line=line, text="Lamp broken")]
        answer = post(tablet, day, mo, *batch).json()["taps"]
        assert [one["outcome"] for one in answer] == ["applied", "refused", "applied"]
        assert "nothing in this note" in answer[1]["words"]

    def test_bring_photos_that_are_kept_without_where_they_were_taken(self, tablet, day, mo, line, client):
        file = io.BytesIO()
        Image.new("RGB", (60, 40), "red").save(file, "PNG")
        tap = tapped("photo", line=line, text="Awning torn")
        upload = SimpleUploadedFile("awning.png", file.getvalue(), "image/png")
        assert post(tablet, day, mo, tap, **{str(tap.client_id): upload}).json()["taps"][0]["outcome"] == "applied"
        note = RegisterNote.objects.get()
        photo = client.get(f"/market/notes/{note.pk}/photo")
        assert (photo.status_code, photo["Content-Type"]) == (200, "image/jpeg")
        assert bundle(tablet, day)["rows"][0]["notes"][0]["photo"] == f"/market/notes/{note.pk}/photo"

    def test_a_file_that_is_no_photo_is_refused(self, tablet, day, mo, line):
        tap = tapped("photo", line=line)
        upload = SimpleUploadedFile("x.jpg", b"not a photo", "image/jpeg")
        answer = post(tablet, day, mo, tap, **{str(tap.client_id): upload}).json()["taps"][0]
        assert answer["outcome"] == "refused" and "not a photo" in answer["words"]

    @pytest.mark.parametrize("body", ["", "x", "{}", "[1]", '[{"act": "dance"}]', '[{"client_id": "x"}]', "null",
                                      '[{"act": "note", "user": 0, "client_id": "x", "at": "y"}]'])  # fmt: skip
    def test_what_is_no_list_of_taps_is_answered_422(self, tablet, day, body):
        assert tablet.post(f"/market/days/{day.pk}/taps/", {"taps": body}).status_code == 422
        assert not RegisterTap.objects.exists()

    @pytest.mark.parametrize("field", [{"line": "x"}, {"line": -1}, {"at": "yesterday"}, {"at": "2026-01-01T08:00"},
                                       {"seen": "x"}, {"said": 4}, {"said": {"amount": "x"}},
                                       {"said": {"new": "x"}}, {"said": {"text": 4}}, {"said": {"number": True}},
                                       {"client_id": 4}, {"line": 2**70}])  # fmt: skip
    def test_a_broken_field_is_answered_422(self, tablet, day, mo, line, field):
        (tap,) = json.loads(as_sent(mo, here(line))["taps"])
        answer = tablet.post(f"/market/days/{day.pk}/taps/", {"taps": json.dumps([{**tap, **field}])})
        assert answer.status_code == 422

    def test_signs_that_no_database_keeps_are_left_out_and_the_tap_counts(self, tablet, day, mo, line, place):
        note = tapped("note", line=line, place=place(1), text="Wind\0 \ud800took it")
        let = letting(place(3), cast.trader("bob").trader, numbers(mo), method="terminal", reference="Slip\0 12")
        answer = post(tablet, day, mo, note, let)
        assert [one["outcome"] for one in answer.json()["taps"]] == ["applied", "applied"], answer.json()
        assert day.register_notes.get().text == "Wind took it"
        assert Payment.objects.get().reference == "Slip 12"

    @pytest.mark.parametrize("sign", ["ŵ", "🌧"])
    def test_a_long_note_counts_signs_and_not_how_they_are_written_in_json(self, tablet, day, mo, line, sign):
        note = tapped("note", line=line, text=sign * 2000)
        assert post(tablet, day, mo, note).json()["taps"][0]["outcome"] == "applied"
        assert RegisterNote.objects.get().text == sign * 2000

    def test_a_note_that_is_far_too_long_is_answered_422(self, tablet, day, mo, line):
        assert post(tablet, day, mo, tapped("note", line=line, text="x" * 8001)).status_code == 422

    def test_somebody_elses_taps_wait_until_they_sign_in(self, tablet, day, max_, line):
        assert post(tablet, day, max_, here(line)).status_code == 403
        assert not Attendance.objects.exists()

    def test_a_clock_that_is_ahead_says_now(self, tablet, day, mo, line):
        post(tablet, day, mo, here(line, at=now() + timedelta(days=3)))
        assert RegisterTap.objects.get().tapped_at <= now()

    def test_a_performance_has_none(self, tablet, mo, line):
        show = cast.show()
        assert tablet.post(f"/market/days/{show.pk}/taps/", {"taps": "[]"}).status_code == 404
        assert tablet.get(f"/market/days/{show.pk}/bundle.json").status_code == 404


class TestNumbersAndPrices:
    def test_a_device_gets_its_block_and_the_next_one(self, tablet, mo):
        first = tablet.post("/market/blocks/", {"device": str(DEVICE)}).json()["blocks"]
        assert first == [{"first": 1, "last": 50}]
        assert tablet.post("/market/blocks/", {"device": str(DEVICE)}).json()["blocks"] == first
        second = tablet.post("/market/blocks/", {"device": str(DEVICE), "after": 50}).json()["blocks"]
        assert second == [{"first": 51, "last": 100}]
        assert tablet.get(f"/market/blocks/?device={DEVICE}").json()["blocks"] == first + second
        assert ReceiptBlock.objects.filter(issued_to=mo).count() == 2

    @pytest.mark.parametrize("asked", [{}, {"device": "x"}, {"device": str(DEVICE), "after": "x"}])
    def test_a_device_without_a_name_gets_none(self, tablet, asked):
        assert tablet.post("/market/blocks/", asked).status_code == 422

    def test_a_price_for_one_trader(self, tablet, day, place):
        ben = cast.trader("ben").trader
        address = f"/market/days/{day.pk}/prices/"
        answer = tablet.get(address, {"trader": ben.pk, "place": place(2).pk})
        assert answer.json() == {"amount": 3000, "words": "£30.00"}
        assert tablet.get(address, {"trader": "x", "place": "y"}).status_code == 404

    def test_the_receipt_can_be_looked_at(self, tablet, day, mo, place):
        cast.till(mo, "Market")
        send(day, mo, letting(place(2), cast.trader("ben").trader, numbers(mo)))
        page = tablet.get("/market/receipts/1/").content.decode()
        for words in ("Receipt M000001", "Ben&#x27;s Cheese", "£30.00", "Taken by Mo"):
            assert words in page
        assert tablet.get("/market/receipts/2/").status_code == 404


class TestMergePage:
    @pytest.fixture
    def disputed(self, day, mo, max_, line):
        send(day, max_, here(line))
        return send(day, mo, here(line, presence="no-show"))

    def test_shows_both_and_who_said_them(self, tablet, day, disputed):
        page = tablet.get(f"/market/days/{day.pk}/disputed-taps/").content.decode()
        for words in ("Stands now", "Keep: Here", "Change to: Did not come", "Max,", "Mo,", "Amy&#x27;s Cheese"):
            assert words in page
        assert "1 to decide" in tablet.get(f"/market/days/{day.pk}/").content.decode()

    def test_is_decided_by_one_press(self, tablet, day, disputed):
        address = f"/market/disputed-taps/{disputed.pk}/decisions/"
        assert tablet.post(address, {"way": "this"}).status_code == 302
        assert Attendance.objects.get().presence == "no-show"
        tablet.post(address, {"way": "other"})
        assert Attendance.objects.get().presence == "no-show"
        assert "Nothing to decide" in tablet.get(f"/market/days/{day.pk}/disputed-taps/").content.decode()

    @pytest.mark.parametrize("way", ["", "dance", "again", "back"])
    def test_a_way_that_does_not_fit_is_answered_422(self, tablet, disputed, way):
        assert tablet.post(f"/market/disputed-taps/{disputed.pk}/decisions/", {"way": way}).status_code == 422

    def test_money_is_booked_again_from_the_page(self, tablet, day, mo, place, book):
        ben, till = cast.trader("ben").trader, cast.till(mo, "Market")
        book(cast.trader("cat"), 2)
        tap = send(day, mo, letting(place(2), ben, numbers(mo)))
        page = tablet.get(f"/market/days/{day.pk}/disputed-taps/").content.decode()
        assert "£30.00, cash, receipt M000001" in page and "Ben&#x27;s" not in page.split("<h2")[0]
        address = f"/market/disputed-taps/{tap.pk}/decisions/"
        assert tablet.post(address, {"way": "again"}).status_code == 422
        assert tablet.post(address, {"way": "again", "place": place(2).pk}).status_code == 422
        assert tablet.post(address, {"way": "again", "place": place(3).pk}).status_code == 302
        assert Payment.objects.get().till == till

    def test_who_may_not_decide_is_refused(self, client, day, disputed):
        hal = cast.staff("hal", "Market officers")
        hal.groups.get().permissions.remove(hal.groups.get().permissions.get(codename="decide_market"))
        client.force_login(hal)
        assert client.post(f"/market/disputed-taps/{disputed.pk}/decisions/", {"way": "this"}).status_code == 403
        assert client.post(f"/market/days/{day.pk}/settlements/").status_code == 403
        assert client.get(f"/market/days/{day.pk}/disputed-taps/").status_code == 200


class TestDayPages:
    def test_late_pitches_are_released_in_one_press(self, tablet, day, line):
        assert "data-late>" in tablet.get(f"/market/days/{day.pk}/").content.decode()
        tablet.post(f"/market/days/{day.pk}/late-releases/")
        assert "data-late hidden>" in tablet.get(f"/market/days/{day.pk}/").content.decode()
        row = bundle(tablet, day)["rows"][0]
        assert row["state"] == "free" and row["late"] == {"line": line.pk, "name": "Amy's Cheese"}

    def test_the_day_is_settled_from_its_page(self, tablet, day, mo, line):
        send(day, mo, here(line))
        assert "Settle 1 trader" in tablet.get(f"/market/days/{day.pk}/settlements/").content.decode()
        assert "the full price stays" in tablet.post(f"/market/days/{day.pk}/settlements/").content.decode()
        assert Attendance.objects.get().settled_at

    def test_the_tick_without_scripts_is_seen_by_devices(self, tablet, day, line):
        tablet.post(f"/market/days/{day.pk}/arrivals/", {"line": line.pk})
        row = bundle(tablet, day)["rows"][0]
        assert row["presence"] == "arrived" and uuid.UUID(row["tap"])

    def test_the_worker_and_the_manifest_are_served_within_the_market(self, tablet):
        worker, manifest = tablet.get("/market/worker.js"), tablet.get("/market/manifest.webmanifest").json()
        assert worker["Content-Type"].startswith("text/javascript") and "no-cache" in worker["Cache-Control"]
        assert manifest["scope"] == "/market/"
        assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
