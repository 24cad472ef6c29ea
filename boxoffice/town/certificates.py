"""The demo town's certificates: what is looked for on each, which replaced which, and small photos of those waiting."""

import io
import random
from datetime import timedelta

from django.utils.timezone import localdate
from PIL import Image, ImageDraw, ImageFont

from boxoffice.town.clock import moment
from events.dates import day as in_words
from events.models import Attachment, Commodity, Document, DocumentType
from events.money import pounds

NUMBER = 1845
LOOK_FOR = {
    "Public liability insurance": "The trader's own name, the sum for any one event, both dates, and market trading "
                                  "among what is insured.",
    "Food hygiene registration": "The council it is registered with, and the name of the business as they trade.",
    "Photo identity": "A passport or driving licence in date, with a face like theirs.",
    "Gas safety certificate": "A Gas Safe engineer's number, each appliance listed, and not over a year old.",
}  # fmt: skip
PAPER, INK, FAINT = (250, 248, 242), (40, 38, 50), (150, 146, 138)
WIDTH, HEIGHT = 900, 640


def build_certificates(people, now):
    """Guidance, who asks for what, the chain of each trader's papers, and photos."""
    for paper in DocumentType.objects.all():
        paper.guidance = LOOK_FOR.get(paper.name, "")
        paper.save(update_fields=["guidance"])
    food = DocumentType.objects.get(name="Food hygiene registration")
    for commodity in Commodity.objects.filter(hot_food=True):
        commodity.required_documents.add(food)
    chain()
    photograph(random.Random(NUMBER), now)


def chain():
    """Let each paper replace the one of its type that the trader sent before; it came a few days before it begins."""
    before, changed = {}, []
    for document in Document.objects.order_by("pk"):
        key = document.trader_id, document.document_type_id
        document.replaces = before.get(key)
        before[key] = document
        if document.checked_at:
            document.received_at = document.checked_at - timedelta(days=2)
        changed.append(document)
    Document.objects.bulk_update(changed, ["replaces", "received_at"])


def photograph(rnd, now):
    """A photo for every paper that waits and for the newest two of whoever can sign in."""
    waiting = list(Document.objects.waiting().select_related("trader__customer", "document_type").order_by("pk"))
    for number, document in enumerate(waiting):
        day = localdate(now) - timedelta(days=len(waiting) - number)
        document.received_at = moment(day, rnd.randrange(8, 19), rnd.randrange(60))
    own = Document.objects.exclude(trader__customer__user=None).select_related("trader__customer", "document_type")
    documents = [*waiting, *(one for one in own if one.checked_at)]
    for document in documents:
        photo = Attachment.objects.keep("certificate.png", drawn(document, rnd), at=document.received_at)
        document.photo, document.sent_by = photo, document.trader.customer.user
    Document.objects.bulk_update(documents, ["photo", "sent_by", "received_at"])


def drawn(document, rnd):
    """A certificate as it lies on a table, a little crooked: the bytes of a picture."""
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, large, small = ImageDraw.Draw(page), ImageFont.load_default(38), ImageFont.load_default(24)
    pen.rectangle((24, 24, WIDTH - 24, HEIGHT - 24), outline=FAINT, width=3)
    pen.text((60, 60), "Fenland Mutual Insurance" if document.cover else "Alderbrook District Council", FAINT, small)
    pen.text((60, 110), f"Certificate of {document.document_type.lowered}", INK, large)
    rows = [("Insured" if document.cover else "Holder", document.trader.trading_name), ("Number", document.number),
            ("Limit of indemnity", pounds(document.cover).replace("£", "GBP ") if document.cover else ""),
            ("From", in_words(document.valid_from)), ("To", in_words(document.expires_on))]  # fmt: skip
    for line, (label, words) in enumerate(row for row in rows if row[1]):
        pen.text((60, 210 + 62 * line), label, FAINT, small)
        pen.text((340, 204 + 62 * line), words, INK, ImageFont.load_default(30))
    table = page.rotate(rnd.uniform(-2.5, 2.5), expand=True, fillcolor=(96, 78, 62), resample=Image.Resampling.BILINEAR)
    made = io.BytesIO()
    table.save(made, "JPEG", quality=85)
    return made.getvalue()
