"""A photo is for the one who sent it and for the market: nobody else sees it, and no cache keeps it."""

import pytest

from boxoffice.roles import ROLES
from events.models import Document, Incident
from tests import cast
from tests.papers.certificates import photo, picture, send, upload

pytestmark = pytest.mark.django_db
OWN, DESK = "/portal/papers/{}/photo", "/market/papers/{}/photo"


@pytest.fixture
def sent(trader):
    return send(trader, photo=photo())


def test_its_owner_sees_it(client, amy, sent):
    client.force_login(amy.user)
    answer = client.get(OWN.format(sent.pk))
    assert answer.status_code == 200 and answer.content == bytes(sent.photo.content)
    assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="public-liability-insurance.jpg"'
    assert answer["Cache-Control"] == "private, no-store"


def test_the_market_sees_it(client, mo, sent):
    client.force_login(mo)
    answer = client.get(DESK.format(sent.pk))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_another_trader_does_not(client, sent):
    client.force_login(cast.trader("bob").user)
    assert client.get(OWN.format(sent.pk)).status_code == 404
    assert client.get(DESK.format(sent.pk)).status_code == 403


@pytest.mark.parametrize("role", [one for one, may in ROLES.items() if "boxoffice.stand_at_market" not in may])
def test_no_other_role_does(client, sent, role):
    client.force_login(cast.staff("robin", role))
    assert client.get(DESK.format(sent.pk)).status_code == 403
    own = client.get(OWN.format(sent.pk))
    assert own.status_code in (403, 404) or "text/html" in own["Content-Type"]


def test_nobody_is_asked_to_sign_in(client, sent):
    for address in (OWN, DESK):
        assert client.get(address.format(sent.pk))["Location"].startswith("/sign-in/")


def test_a_paper_without_a_photo_and_one_that_is_none(client, amy, mo, trader):
    bare = send(trader)
    for user, address in ((amy.user, OWN), (mo, DESK)):
        client.force_login(user)
        assert client.get(address.format(bare.pk)).status_code == 404
        assert client.get(address.format(999_999)).status_code == 404


def test_a_pdf_is_shown_as_a_pdf_and_never_as_a_page(client, amy, trader):
    client.force_login(amy.user)
    client.post("/portal/papers/new/", {"type": cast.insurance().pk})
    client.post("/portal/papers/new/photo/", {"photo": upload(b"%PDF-1.7 <script>alert(1)</script>", "x.html")})
    answer = client.get("/portal/papers/new/picture")
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].endswith('.pdf"')


def test_a_photo_of_one_incident_is_not_found_at_another(client, mo):
    client.force_login(mo)
    said = {"sort": "fire", "text": "Smoke", "happened_at": "2026-01-05 10:00Z", "by": mo}
    first, second = (Incident.objects.log(client_id=f"{n}" * 8 + "-1111-1111-1111-111111111111", **said,
                                          photos=[("a.png", picture(colour))])
                     for n, colour in ((1, "red"), (2, "blue")))  # fmt: skip
    photo = first.photos.get()
    assert client.get(f"/market/incidents/{first.pk}/photos/{photo.pk}").status_code == 200
    assert client.get(f"/market/incidents/{second.pk}/photos/{photo.pk}").status_code == 404


def test_every_paper_has_its_own_photo(trader):
    """One file is one row: what is kept for one trader is never another's."""
    bob = cast.trader("bob", insured=False).trader
    assert send(trader, photo=photo()).photo_id != send(bob, photo=photo()).photo_id
    assert Document.objects.exclude(photo=None).count() == 2
