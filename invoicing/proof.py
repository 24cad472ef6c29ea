"""Proofs about money, numbers and the journal, run on the live database: each returns what breaks its rule."""

from invoicing import proof_accounts, proof_invoices, proof_ledger, proof_tenders

PROOFS = [*proof_tenders.rules, *proof_invoices.rules, *proof_accounts.rules, *proof_ledger.rules]
