"""Certificates for tests: what was sent, and a small photo of one."""

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from PIL import Image

from events.models import Attachment, Document
from tests import cast

FIVE_MILLION = 500_000_000


def picture(colour="white", form="PNG"):
    """The bytes of a photo."""
    made = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(made, form)
    return made.getvalue()


def upload(content=None, name="certificate.png"):
    return SimpleUploadedFile(name, picture() if content is None else content)


def photo(colour="white"):
    return Attachment.objects.keep("certificate.png", picture(colour))


def in_days(days):
    return localdate() + timedelta(days=days)


def send(trader, *, first=0, last=365, cover=FIVE_MILLION, paper=None, **more):
    """An insurance certificate that a trader sends in, its days counted from today."""
    return Document.objects.send(trader, paper or cast.insurance(), cover=cover, valid_from=in_days(first),
                                 expires_on=in_days(last), **more)  # fmt: skip


def parts(name, day):
    """A day as three boxes of a form."""
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def details(first=None, last=None, **more):
    """What the form about a certificate sends."""
    first, last = first or date(2026, 1, 5), last or in_days(300)
    return {"number": "PL 1", "cover": "5 million", **parts("valid_from", first), **parts("expires_on", last), **more}
