"""Amy's market of six Thursdays with a gazebo, two sockets and build-out; VAT on them at 20%."""

import pytest

from events.models import Circuit, Extra, MarketRules
from invoicing.proofs.every import PROOFS
from tests import cast


def broken():
    """Every rule about money that does not hold."""
    return {title: found for title, check in PROOFS if (found := check())}


class Market:
    """The days, their pitches (1 and 2 with 16 A and 3 with 32 A, all on one circuit of 48 A), the extras and Amy."""

    def __init__(self, basis="gross", vat=("E", 0), extras_basis="gross"):
        self.days = cast.market(basis=basis, vat=vat)
        self.event = self.days[0].event
        cast.determination("equipment", "S", 2000)
        plan = self.days[0].plan
        circuit = Circuit.objects.create(plan=plan, name="North", amps=48)
        for number, amps in ((1, 16), (2, 16), (3, 32)):
            plan.places.filter(number=number).update(amps=amps, circuit=circuit)
        self.places = list(plan.places.select_related("area", "circuit"))
        self.amy = cast.trader("amy", credit_limit=10**9)
        self.regular = cast.price_type("regular")
        self.gazebo = self.offer("Gazebo", 800, stock=3, basis=extras_basis)
        self.socket = self.offer("16 A socket", 300, amps=16, basis=extras_basis)
        self.big_socket = self.offer("32 A socket", 500, amps=32, basis=extras_basis)
        self.metres = self.offer("Build-out", 115, unit="m²", most_each=30, basis=extras_basis)

    def offer(self, name, price, **fields):
        return Extra.objects.create(event=self.event, name=name, price=price, charge_type="equipment",
                                    budget_code="MKT-4411", **fields)  # fmt: skip

    def rule(self, **fields):
        MarketRules.objects.filter(event=self.event).update(**fields)


@pytest.fixture
def market(db):
    return Market()


@pytest.fixture
def holds():
    """Everything `manage.py prove` proves about money holds afterwards."""
    yield
    assert broken() == {}
