"""Every rule catches a planted offence, and leaves alone what only looks like one."""

import pytest

from tests.layers import imports, manners
from tests.layers.sources import Source, product_sources

BODY = "    pass\n"
CAUGHT = [
    (imports.upward, "events/models/booking.py", "from invoicing.models import Charge"),
    (imports.upward, "events/models/booking.py", "from events.tickets import ticket"),
    (imports.upward, "events/models/booking.py", "from ..tickets import ticket"),
    (imports.upward, "events/kinds.py", "from events import models"),
    (imports.upward, "invoicing/models/till.py", "import invoicing.papers.invoice_pdf"),
    (imports.upward, "invoicing/tasks.py", "from boxoffice.models import User"),
    (imports.sideways, "boxoffice/urls.py", "from api import urls"),
    (imports.sideways, "api/views.py", "import boxoffice.models"),
    (imports.desk_to_desk, "boxoffice/counter/views.py", "from boxoffice.shop.forms import BasketForm"),
    (imports.desk_to_desk, "boxoffice/counter/views.py", "from boxoffice import shop"),
    (imports.desk_to_desk, "boxoffice/counter/views.py", "from ..shop import forms"),
    (imports.models_and_requests, "events/models/event.py", "from django.contrib import messages"),
    (imports.models_and_requests, "boxoffice/models.py", "from django import forms"),
    (imports.signals, "events/models/event.py", "from django.db.models.signals import post_save"),
    (imports.signals, "events/models/event.py", "from django.dispatch import receiver"),
    (imports.inside_functions, "events/tasks.py", "def remind():\n    from events.models import Booking\n"),
    (manners.compared_kinds, "boxoffice/shop/views.py", "title = 1 if event.kind == 'market' else 2"),
    (manners.compared_kinds, "boxoffice/shop/views.py", "wanted in [EventKind.MARKET]"),
    (manners.compared_kinds, "boxoffice/shop/views.py", "match event.kind:\n    case 'show':\n        pass"),
    (manners.compared_kinds, "boxoffice/shop/views.py", "Event.objects.filter(kind='show')"),
    (manners.compared_kinds, "boxoffice/shop/views.py", "Occurrence.objects.exclude(event__kind__in=kinds)"),
    (manners.compared_kinds, "boxoffice/shop/views.py", "Q(event__kind='show')"),
    (manners.kinds_in_templates, "templates/shop/show.html", "{% if event.kind == 'show' %}x{% endif %}"),
    (manners.junk_drawers, "events/utils.py", ""),
    (manners.junk_drawers, "events/core/booking.py", ""),
    (manners.missing_docstring, "events/tasks.py", "import this"),
    (manners.long_file, "events/tasks.py", "\n" * 301),
    (manners.long_functions, "events/tasks.py", "def long():\n" + BODY * 40),
    (manners.long_functions, "events/tasks.py", "class A:\n    async def long(self):\n" + "        pass\n" * 40),
    (manners.long_views, "boxoffice/shop/views.py", "def show(request):\n" + BODY * 20),
    (manners.long_views, "boxoffice/shop/views_basket.py", "def show(request):\n" + BODY * 20),
    (manners.overridden_save, "events/models/event.py", "class Event:\n    def save(self):\n        pass"),
    (manners.inline_markup, "templates/a.html", '<p class="a" style="color: red">'),
    (manners.inline_markup, "templates/a.html", "<style>p {}</style>"),
    (manners.inline_markup, "templates/a.html", '<script nonce="a">alert()</script>'),
    (manners.inline_markup, "templates/a.html", '<a onclick="go()">'),
    (manners.inline_markup, "templates/a.html", '<a hx-on:click="go()">'),
    (manners.other_places, "README.md", "pip install --index-url https://" + "pypi" + ".org/simple"),
    (manners.other_places, "docs/install.md", "cd /work" + "/main"),
]
ALLOWED = [
    (imports.upward, "invoicing/models/account.py", "from events.models import Seat\nfrom events.money import pence"),
    (imports.upward, "events/models/price.py", "from events import money\nfrom .venue import Place\nimport decimal"),
    (imports.sideways, "boxoffice/urls.py", "urls = include('api.urls')"),
    (imports.desk_to_desk, "boxoffice/counter/views.py", "from .forms import Sale\nfrom boxoffice.desks import DESKS"),
    (imports.models_and_requests, "boxoffice/shop/views.py", "from django.http import Http404"),
    (imports.signals, "events/models/event.py", "from django.db import models"),
    (imports.inside_functions, "invoicing/stripe_checkout.py", "def pay():\n    import stripe\n"),
    (manners.compared_kinds, "boxoffice/town.py", "Event.objects.create(kind=EventKind.MARKET)"),
    (manners.compared_kinds, "events/kinds.py", "event.kind == 'show'"),
    (manners.kinds_in_templates, "templates/shop/show.html", "{{ event.kind.place }}{% if event.words.plural %}"),
    (manners.missing_docstring, "events/__init__.py", ""),
    (manners.long_functions, "events/tasks.py", "def long():\n" + BODY * 39),
    (manners.long_views, "boxoffice/shop/views.py", "def show(request):\n" + BODY * 19),
    (manners.long_views, "boxoffice/town.py", "def town():\n" + BODY * 30),
    (manners.overridden_save, "boxoffice/shop/forms.py", "class SaleForm:\n    def save(self):\n        pass"),
    (manners.inline_markup, "templates/a.html", '<script src="/a.js" defer></script><p data-style="a">x</p>'),
    (manners.inline_markup, "templates/a.html", '<script type="application/json" id="plan">{}</script>'),
    (manners.inline_markup, "templates/emails/ticket.html", '<p style="color: red">'),
    (manners.other_places, "README.md", "https://example.org/work" + "/shop"),
]


@pytest.mark.parametrize(("rule", "path", "text"), CAUGHT)
def test_catches(rule, path, text):
    assert list(rule(Source(path, text))), f"{rule.__name__} passed over: {text}"


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_allows(rule, path, text):
    assert list(rule(Source(path, text))) == []


def test_the_product_is_looked_at():
    """A walk that finds nothing would keep every rule."""
    assert {"events", "invoicing", "boxoffice", "api"} == {source.parts[0] for source in product_sources()}
