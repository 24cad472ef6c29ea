"""What the database itself refuses to change about money: issued invoices, their charges and pages, and the journal."""

from events.guards import LINE_GUARDS, Guard

ISSUED = "EXISTS (SELECT 1 FROM invoicing_invoice i WHERE i.id = {row}.invoice_id AND i.issued_at IS NOT NULL)"
FROZEN = "An issued invoice never changes. Issue a credit note."
FOR_EVER = "What is posted stays posted. Post a correction."

MONEY_GUARDS = [
    Guard("invoice_frozen", "invoicing_invoice", "update", "OLD.issued_at IS NOT NULL", FROZEN),
    Guard("invoice_kept", "invoicing_invoice", "delete", "OLD.issued_at IS NOT NULL", FROZEN),
    Guard("charge_frozen", "invoicing_charge", "update", ISSUED.format(row="OLD"), FROZEN),
    Guard("charge_kept", "invoicing_charge", "delete", ISSUED.format(row="OLD"), FROZEN),
    Guard("charge_not_added", "invoicing_charge", "insert", ISSUED.format(row="NEW"), FROZEN),
    Guard("charge_not_moved_in", "invoicing_charge", "update", ISSUED.format(row="NEW"), FROZEN),
    Guard("page_frozen", "invoicing_printedinvoice", "update", "OLD.id IS NOT NULL", FROZEN),
    Guard("page_kept", "invoicing_printedinvoice", "delete", "OLD.id IS NOT NULL", FROZEN),
    Guard("posting_frozen", "invoicing_posting", "update", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("posting_kept", "invoicing_posting", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("payment_frozen", "invoicing_payment", "update",
          "OLD.amount <> NEW.amount OR OLD.method <> NEW.method", FOR_EVER),
    Guard("payment_kept", "invoicing_payment", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("till_closed_for_payments", "invoicing_payment", "insert",
          "NEW.till_id IS NOT NULL AND EXISTS (SELECT 1 FROM invoicing_tillsession t "
          "WHERE t.id = NEW.till_id AND t.closed_at IS NOT NULL)", "This till is closed. Open a till first."),
    Guard("till_stays_closed", "invoicing_tillsession", "update", "OLD.closed_at IS NOT NULL",
          "A closed till stays closed. Open a new one."),
]  # fmt: skip

ALL_GUARDS = LINE_GUARDS + MONEY_GUARDS
