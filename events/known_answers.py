"""What we know of somebody who applies again: never asked twice, always theirs to change."""

from events.models import Application

ALIKE = ["you", "business", "goods", "beside", "food", "hygiene", "address"]


def answers_of(customer):
    """Answers from a customer's last application, else from what stands on their row; by the name of the question."""
    before = customer.applications.exclude(status=Application.Status.DRAFT).order_by("pk").last()
    if before:
        return {name: said for name, said in before.answers.items() if name in ALIKE}
    person, _, rest = customer.address.partition("\n")
    known = {"you": {"name": person if rest else customer.name, "phone": customer.phone, "email": customer.email}}
    if customer.address and customer.postcode:
        known["address"] = {"lines": rest or customer.address, "postcode": customer.postcode}
    trader = getattr(customer, "trader", None)
    lines = trader.trade_lines.filter(ended_on=None, key=True) if trader else []
    if key := [str(line.commodity_id) for line in lines]:
        known["goods"] = {"key": key, "note": ""}
    return known if customer.phone else {name: said for name, said in known.items() if name != "you"}
