"""Has many e-invoices judged by the official rules in one process of their own."""
import json
import subprocess
import sys

from django.conf import settings


def judge(files):
    """{name: XML bytes} to {name: the rules it breaks}."""
    given = json.dumps({name: xml.decode() for name, xml in files.items()})
    done = subprocess.run([sys.executable, "-m", "tests.einvoice.rules"], input=given, capture_output=True, text=True,
                          cwd=settings.BASE_DIR, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
