"""The morning draws for anybody to check: the hash before, the seed and everything drawn after, to be run again."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from events import draw as program
from events import square
from events.draw import CODES, lot
from events.models import Draw
from events.morning import NOT_SAID, published

# What a page that anybody reads does not spell out about one trader.
SHORT = {NOT_SAID["code"]: "Not admitted", "no_accessible_pitch": "No suitable pitch left"}
LATEST, LONG_AGO = 40, (1980, 1, 1, 0, 0, 0)
README = """To run this draw again you need Python 3 and nothing else:

    python3 draw.py inputs.json

It prints what outcome.json says. The seed in inputs.json is the one that was promised:

    printf %s {seed} | sha256sum

prints {seed_hash}, which was published before the queue was closed.
"""


@require_safe
def draws(request):
    """Draws that are promised, and those that were run lately."""
    rows = Draw.objects.select_related("occurrence__event").defer("inputs", "outcome", "seed")
    rows = rows.order_by("-occurrence__starts_at", "-call")
    ahead = rows.filter(run_at=None, occurrence__ends_at__gt=now())
    return render(request, "shop/draws.html", {"ahead": reversed(ahead), "run": rows.exclude(run_at=None)[:LATEST]})


@require_safe
def draw(request, draw):
    """One call of one market morning: its hash, and once it was run its seed, its inputs and its outcome."""
    draw = get_object_or_404(Draw.objects.select_related("occurrence__event__rules"), pk=draw)
    context = {"draw": draw}
    if draw.run_at:
        inputs, outcome = published(draw)
        context |= {"inputs": inputs, "rows": rows_of(inputs, outcome)}
    return render(request, "shop/draw.html", context)


def rows_of(inputs, outcome):
    """One row for each in the queue, in the order of the draw: what the order rests on, and what they got."""
    people = {one["number"]: one for one in inputs["queue"]}
    names = {place["id"]: place["name"] for place in inputs["places"]}
    for result in outcome["results"]:
        places = [names[one] for one in [*result["places"], *result["added"]]]
        short = SHORT.get(result["code"]) or CODES.get(result["code"], "")
        yield {**people[result["number"]], **result, "lot": lot(inputs["seed"], result["number"])[:8],
               "registered_on": date.fromisoformat(people[result["number"]]["registered"]),
               "short": ", ".join(places) or short}  # fmt: skip


@require_safe
def draw_files(request, draw):
    """The program with its inputs and outcome in one folder; only once it was run."""
    draw = get_object_or_404(Draw, pk=draw)
    if not draw.run_at:
        raise Http404
    inputs, outcome = published(draw)
    files = {
        "README.txt": README.format(seed=draw.seed, seed_hash=draw.seed_hash),
        "draw.py": Path(program.__file__).read_text(encoding="utf-8"),
        "square.py": Path(square.__file__).read_text(encoding="utf-8"),
        "inputs.json": as_json(inputs), "outcome.json": as_json(outcome),
    }  # fmt: skip
    response = HttpResponse(zipped(files, f"draw-{draw.pk}"), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="draw-{draw.pk}.zip"'
    return response


def as_json(value):
    """As the program prints it."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def zipped(files, folder):
    """The same bytes for the same files, whenever it is asked for."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", LONG_AGO), text, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
