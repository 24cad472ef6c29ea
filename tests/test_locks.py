"""The lock files: hashed, and the tests run on the very versions that the product runs on."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock", "tools/uv.lock"]


def pins(name):
    return set(re.findall(r"^[\w.\[\]-]+==[^\s;\\]+", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name):
    entries = re.split(r"^(?=\w)", (ROOT / name).read_text(), flags=re.MULTILINE)
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_test_environment_contains_the_products():
    missing = pins("requirements.lock") - pins("requirements-dev.lock")
    assert not missing, f"compile both locks together; only in requirements.lock: {sorted(missing)}"
