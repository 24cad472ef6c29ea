"""Bank files: one that waits for its columns to be chosen, reading one, taking it in, and what came of it."""

import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q, Sum

from boxoffice.finance.listing.rows import counted
from events.models.transactions import retried
from events.money import pounds
from invoicing.bank.camt import read_camt053
from invoicing.bank.csv_file import read_csv
from invoicing.bank.statement import kind_of
from invoicing.models import BankFile, BankMapping

KEPT_SECONDS = 24 * 60 * 60
SESSION_KEY = "waiting-bank-file"


@dataclass(frozen=True)
class Waiting:
    """A file that was sent and is kept here, never with the client, until its columns are chosen.

    The session, which is on the server too, holds its name; one file a session.
    """

    name: str
    path: Path

    @classmethod
    def keep(cls, request, name, data):
        """Keep a file in place of an earlier one, and sweep away what others left behind a day ago."""
        cls.drop(request)
        folder = settings.VAR_DIR / "bank-files"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.iterdir():
            if left.stat().st_mtime < time.time() - KEPT_SECONDS:
                left.unlink(missing_ok=True)
        path = folder / f"{request.user.pk}-{secrets.token_hex(16)}"
        path.touch(mode=0o600)
        path.write_bytes(data)
        request.session[SESSION_KEY] = {"name": name, "path": path.name}

    @classmethod
    def of(cls, request):
        """This session's file, or None where there is none or it is somebody else's."""
        kept = request.session.get(SESSION_KEY)
        if not kept or not kept["path"].startswith(f"{request.user.pk}-"):
            return None
        path = settings.VAR_DIR / "bank-files" / kept["path"]
        return cls(kept["name"], path) if path.is_file() else None

    @classmethod
    def drop(cls, request):
        if waiting := cls.of(request):
            waiting.path.unlink(missing_ok=True)
        request.session.pop(SESSION_KEY, None)

    @property
    def data(self):
        return self.path.read_bytes()


def entries_of(data, mapping=None):
    """The lines of a file, CSV by its mapping. Raises BankFileRefused, which names the line and the remedy."""
    return read_camt053(data) if kind_of(data) == "camt" else read_csv(data, mapping)


@retried
def take_in(name, data, mapping=None, *, save_as="", by):
    """Import a whole file and keep its columns under a name; the BankFile. Raises Refused, with nothing kept."""
    BankFile.objects.check_new(data)
    file = BankFile.objects.import_entries(name[-150:], data, entries_of(data, mapping), by=by)
    if save_as:
        BankMapping.objects.update_or_create(name=save_as, defaults={"mapping": mapping.as_json()})
    return file


def told(file):
    """What came of an import, in a sentence or two."""
    money_in = file.lines.filter(amount__gt=0).aggregate(total=Sum("amount", default=0), count=Count("pk"))
    out = file.lines.filter(amount__lte=0).count()
    words = f"Imported “{file}”: {counted(money_in['count'], 'line')} of money in, {pounds(money_in['total'])}."
    words += f" Kept for the record: {counted(out, 'line')} of money out." if out else ""
    known = counted(file.passed_over, "line")
    return words + (f" Passed over: {known} known from an earlier file." if file.passed_over else "")


def files():
    """Every file with its `money` in, and of how many lines: `received`, `matched`, set `aside`, `still` waiting."""
    money_in = Q(lines__amount__gt=0)
    aside = money_in & ~Q(lines__set_aside_reason="")
    return BankFile.objects.select_related("imported_by").order_by("-pk").annotate(
        received=Count("lines", filter=money_in), money=Sum("lines__amount", filter=money_in, default=0),
        matched=Count("lines", filter=money_in & Q(lines__payment__isnull=False)), aside=Count("lines", filter=aside),
        still=Count("lines", filter=money_in & Q(lines__payment=None, lines__set_aside_reason="")),
    )  # fmt: skip
