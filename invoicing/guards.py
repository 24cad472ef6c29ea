"""What the database itself refuses to change about money: issued invoices, their charges and pages, and the journal."""

from events.guards import LINE_GUARDS, Guard

ISSUED = "EXISTS (SELECT 1 FROM invoicing_invoice i WHERE i.id = {row}.invoice_id AND i.issued_at IS NOT NULL)"
FROZEN = "An issued invoice never changes. Issue a credit note."
FOR_EVER = "What is posted stays posted. Post a correction."
KEPT = "What a letterhead once said is kept. Set it anew."
KEPT_RULES = "What was changed, when and by whom is kept. Change the rules anew."
SENT = "What was sent stays as it was sent. Send another."
CLOSED = "A closed batch is never opened again. Late items go into the next one."

# All of a posting but the batch it is handed over in, which it gets once.
FACTS = ["entry", "reason", '"on"', "posted_at", "debit", "credit", "amount"]
ABOUT = ["by_id", "booking_id", "payment_id", "account_id", "invoice_id", "till_id", "credit_note_id"]
CHANGED = " OR ".join([*(f"OLD.{fact} <> NEW.{fact}" for fact in FACTS),
                       *(f"COALESCE(OLD.{fact}, -1) <> COALESCE(NEW.{fact}, -1)" for fact in ABOUT)])  # fmt: skip

MONEY_GUARDS = [
    Guard("invoice_frozen", "invoicing_invoice", "update", "OLD.issued_at IS NOT NULL", FROZEN),
    Guard("invoice_kept", "invoicing_invoice", "delete", "OLD.issued_at IS NOT NULL", FROZEN),
    Guard("charge_frozen", "invoicing_charge", "update", ISSUED.format(row="OLD"), FROZEN),
    Guard("charge_kept", "invoicing_charge", "delete", ISSUED.format(row="OLD"), FROZEN),
    Guard("charge_not_added", "invoicing_charge", "insert", ISSUED.format(row="NEW"), FROZEN),
    Guard("charge_not_moved_in", "invoicing_charge", "update", ISSUED.format(row="NEW"), FROZEN),
    Guard("credit_note_frozen", "invoicing_creditnote", "update", "OLD.issued_at IS NOT NULL", FROZEN),
    Guard("credit_note_kept", "invoicing_creditnote", "delete", "OLD.issued_at IS NOT NULL", FROZEN),
    Guard("credit_line_frozen", "invoicing_creditline", "update", "OLD.id IS NOT NULL", FROZEN),
    Guard("credit_line_kept", "invoicing_creditline", "delete", "OLD.id IS NOT NULL", FROZEN),
    Guard("credit_line_not_added", "invoicing_creditline", "insert",
          "EXISTS (SELECT 1 FROM invoicing_creditnote n WHERE n.id = NEW.credit_note_id AND n.issued_at IS NOT NULL)",
          FROZEN),
    Guard("paper_frozen", "invoicing_paper", "update", "OLD.id IS NOT NULL", FROZEN),
    Guard("paper_kept", "invoicing_paper", "delete", "OLD.id IS NOT NULL", FROZEN),
    Guard("council_frozen", "invoicing_council", "update", "OLD.id IS NOT NULL", KEPT),
    Guard("council_kept", "invoicing_council", "delete", "OLD.id IS NOT NULL", KEPT),
    Guard("reminder_frozen", "invoicing_reminder", "update", "OLD.id IS NOT NULL", SENT),
    Guard("statement_frozen", "invoicing_statement", "update", "OLD.id IS NOT NULL", SENT),
    Guard("statement_kept", "invoicing_statement", "delete", "OLD.id IS NOT NULL", SENT),
    Guard("reminder_kept", "invoicing_reminder", "delete", "OLD.id IS NOT NULL", SENT),
    Guard("reminder_line_frozen", "invoicing_reminderline", "update", "OLD.id IS NOT NULL", SENT),
    Guard("reminder_line_kept", "invoicing_reminderline", "delete", "OLD.id IS NOT NULL", SENT),
    Guard("bank_line_kept", "invoicing_bankline", "delete", "OLD.id IS NOT NULL",
          "What the bank said is kept. Set the line aside."),
    Guard("bank_line_is_a_fact", "invoicing_bankline", "update",
          'OLD.amount <> NEW.amount OR OLD."on" <> NEW."on" OR OLD.reference <> NEW.reference',
          "What the bank said never changes."),
    Guard("allocation_is_a_fact", "invoicing_allocation", "update",
          "OLD.amount <> NEW.amount OR OLD.invoice_id <> NEW.invoice_id OR OLD.released_at IS NOT NULL",
          "An allocation never changes. Release it and allocate again."),
    Guard("allocation_kept", "invoicing_allocation", "delete", "OLD.id IS NOT NULL",
          "An allocation is never deleted. Release it."),
    Guard("approval_kept", "invoicing_approval", "delete", "OLD.id IS NOT NULL", "What was asked for is kept."),
    Guard("decision_stays", "invoicing_approval", "update", "OLD.decided_at IS NOT NULL",
          "What was decided stays decided. Ask again."),
    Guard("ledger_batch_closed", "invoicing_ledgerbatch", "update", "OLD.number IS NOT NULL", CLOSED),
    Guard("ledger_batch_kept", "invoicing_ledgerbatch", "delete", "OLD.id IS NOT NULL", CLOSED),
    Guard("ledger_file_not_added", "invoicing_ledgerfile", "insert",
          "EXISTS (SELECT 1 FROM invoicing_ledgerbatch b WHERE b.id = NEW.batch_id AND b.number IS NOT NULL)", CLOSED),
    Guard("ledger_file_frozen", "invoicing_ledgerfile", "update", "OLD.id IS NOT NULL", CLOSED),
    Guard("ledger_file_kept", "invoicing_ledgerfile", "delete", "OLD.id IS NOT NULL", CLOSED),
    Guard("ledger_batch_not_added_to", "invoicing_posting", "update",
          "NEW.batch_id IS NOT NULL AND EXISTS (SELECT 1 FROM invoicing_ledgerbatch b "
          "WHERE b.id = NEW.batch_id AND b.number IS NOT NULL)", CLOSED),
    Guard("posting_frozen", "invoicing_posting", "update",
          f"OLD.batch_id IS NOT NULL OR NEW.batch_id IS NULL OR {CHANGED}", FOR_EVER),
    Guard("posting_kept", "invoicing_posting", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("payment_frozen", "invoicing_payment", "update",
          "OLD.amount <> NEW.amount OR OLD.method <> NEW.method", FOR_EVER),
    Guard("payment_kept", "invoicing_payment", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("till_closed_for_payments", "invoicing_payment", "insert",
          "NEW.till_id IS NOT NULL AND EXISTS (SELECT 1 FROM invoicing_tillsession t "
          "WHERE t.id = NEW.till_id AND t.closed_at IS NOT NULL)", "This till is closed. Open a till first."),
    Guard("till_closed_for_movements", "invoicing_tillmovement", "insert",
          "EXISTS (SELECT 1 FROM invoicing_tillsession t WHERE t.id = NEW.till_id AND t.closed_at IS NOT NULL)",
          "This till is closed. Open a till first."),
    Guard("till_movement_frozen", "invoicing_tillmovement", "update", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("till_movement_kept", "invoicing_tillmovement", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("counter_rules_change_frozen", "invoicing_counterruleschange", "update", "OLD.id IS NOT NULL", KEPT_RULES),
    Guard("counter_rules_change_kept", "invoicing_counterruleschange", "delete", "OLD.id IS NOT NULL", KEPT_RULES),
    Guard("stored_value_movement_frozen", "invoicing_storedvaluemovement", "update", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("stored_value_movement_kept", "invoicing_storedvaluemovement", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("exchange_frozen", "invoicing_exchange", "update", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("exchange_kept", "invoicing_exchange", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("card_attempt_kept", "invoicing_cardattempt", "delete", "OLD.id IS NOT NULL", FOR_EVER),
    Guard("till_stays_closed", "invoicing_tillsession", "update", "OLD.closed_at IS NOT NULL",
          "A closed till stays closed. Open a new one."),
]  # fmt: skip

ALL_GUARDS = LINE_GUARDS + MONEY_GUARDS
