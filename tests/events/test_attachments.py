"""Files that people send: photos are turned upright, made smaller and stripped; what cannot be opened is refused."""

import io

import pytest
from PIL import Image

from events.models import Attachment, NotReadable
from events.models import attachment as rule

pytestmark = pytest.mark.django_db


def photo(width=400, height=300, picture_format="JPEG", **saved):
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "#1b70b8").save(kept, picture_format, **saved)
    return kept.getvalue()


def with_place_and_turned():
    """A photo that says where it was taken (GPS) and that the telephone was held sideways."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return photo(exif=exif)


def test_a_photo_is_kept_upright_and_says_no_more_where_it_was_taken():
    kept = Image.open(io.BytesIO(bytes(Attachment.objects.keep("IMG_1.jpg", with_place_and_turned()).content)))
    assert kept.size == (300, 400)
    assert not kept.getexif()


def test_a_large_photo_is_made_smaller():
    kept = Attachment.objects.keep("big.png", photo(3000, 1500, "PNG"))
    assert Image.open(io.BytesIO(bytes(kept.content))).size == (2000, 1000)
    assert kept.content_type == "image/jpeg"


def test_a_pdf_is_kept_as_it_is():
    content = b"%PDF-1.7 a certificate"
    kept = Attachment.objects.keep("certificate.pdf", content)
    assert (bytes(kept.content), kept.content_type) == (content, "application/pdf")


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", b"GIF89a", photo()[:200]])
def test_what_is_no_photo_is_refused_and_not_kept(content):
    with pytest.raises(NotReadable, match="photo"):
        Attachment.objects.keep("it.jpg", content)
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(rule, "MOST_BYTES", 100)
    with pytest.raises(NotReadable, match="12 MB"):
        Attachment.objects.keep("it.jpg", photo())


def test_a_photo_of_too_many_dots_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(rule, "MOST_PIXELS", 100)
    with pytest.raises(NotReadable, match="dots"):
        Attachment.objects.keep("it.jpg", photo())
