"""Anybody at all: the hash before, the seed and the whole draw by numbers after, and the program to run it again."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from invoicing.drawing import run
from tests.draw import people

pytestmark = pytest.mark.django_db


def test_before_it_is_run_only_the_hash_is_shown(client, promised, join):
    join("gwen")
    for address in ("/draws/", f"/draws/{promised.pk}/"):
        page = client.get(address).content.decode()
        assert promised.seed_hash in page
        assert promised.seed not in page and "Gwen" not in page
    assert client.get(f"/draws/{promised.pk}/files.zip").status_code == 404


@pytest.fixture
def drawn(promised, join, clock, mo):
    join("gwen")
    join(people.trader("debtor", casual_stopped="£90.00 is overdue."))
    return run(promised, by=mo, at=clock(8, 5))


def test_afterwards_everybody_sees_the_seed_and_the_outcome_by_number(client, drawn):
    page = client.get(f"/draws/{drawn.pk}/").content.decode()
    gwen, debtor = (result.customer for result in drawn.results.order_by("code"))
    for words in (drawn.seed, drawn.seed_hash, f">{gwen.trader.pk}<", f">{debtor.trader.pk}<", "Not admitted",
                  "North side N"):  # fmt: skip
        assert words in page
    for secret in ("Gwen", "Debtor", "overdue", "arrears"):
        assert secret not in page


def test_the_folder_runs_anywhere_and_prints_the_same_outcome(client, drawn, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/draws/{drawn.pk}/files.zip").content))
    archive.extractall(tmp_path)
    folder = tmp_path / f"draw-{drawn.pk}"
    done = subprocess.run([sys.executable, "draw.py", "inputs.json"], cwd=folder, capture_output=True, text=True)
    assert done.stdout == (folder / "outcome.json").read_text(), done.stderr
    text = "".join((folder / name).read_text() for name in ("inputs.json", "outcome.json", "README.txt"))
    assert drawn.seed in text
    for secret in ("Gwen", "Debtor", "overdue", "arrears"):
        assert secret not in text
    assert len(json.loads(done.stdout)["results"]) == 2


def test_what_is_not_there_is_not_found(client):
    assert client.get("/draws/999/").status_code == client.get("/draws/999/files.zip").status_code == 404
