"""A certificate that is being sent, a page at a time: kept in the session until it is sent or begun anew."""

from datetime import date

from events.models import Attachment, DocumentType

KEY = "certificate"
DATES = ["valid_from", "expires_on"]


class Draft:
    """What was answered so far, for one trader: another whom an officer stands in for begins with nothing."""

    def __init__(self, request):
        self.session = request.session
        kept = self.session.get(KEY, {})
        mine = kept.get("customer") == request.customer.pk
        self.kept = kept if mine else {"customer": request.customer.pk}

    def keep(self, **answers):
        self.kept.update(answers)
        self.session[KEY] = self.kept

    def forget(self):
        self.session.pop(KEY, None)

    @property
    def paper(self):
        """The type that is being sent, or None."""
        return DocumentType.objects.filter(pk=self.kept.get("type")).first()

    @property
    def photo(self):
        """The file, without its bytes, or None."""
        return Attachment.objects.filter(pk=self.kept.get("photo")).defer("content").first()

    @property
    def said(self):
        """What was read off it: the fields of PaperForm; {} where that page was not answered yet."""
        said = dict(self.kept.get("said", {}))
        return {name: date.fromisoformat(value) if name in DATES else value for name, value in said.items()}

    def say(self, cleaned):
        self.keep(said={name: value.isoformat() if name in DATES else value for name, value in cleaned.items()})

    @property
    def next_page(self):
        """The first question without an answer; the check page where there is none."""
        return "certificate" if not self.paper else "certificate_photo" if not self.photo else (
            "certificate_check" if self.said else "certificate_details")  # fmt: skip
