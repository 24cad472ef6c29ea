"""What the worker does about budgets."""

from invoicing.ledger.budget_mail import send_month


def send_budget_letters():
    """Send last month's income against budget; a month that went is not sent again."""
    return send_month()
