"""Proofs about money, numbers and the journal, run on the live database: each returns what breaks its rule."""

from invoicing.proofs import accounts as proof_accounts
from invoicing.proofs import invoices as proof_invoices
from invoicing.proofs import ledger as proof_ledger
from invoicing.proofs import stored_values as proof_stored_values
from invoicing.proofs import tenders as proof_tenders
from invoicing.proofs import tills as proof_tills

PROOFS = [*proof_tenders.rules, *proof_tills.rules, *proof_invoices.rules, *proof_accounts.rules, *proof_ledger.rules,
          *proof_stored_values.rules]  # fmt: skip
