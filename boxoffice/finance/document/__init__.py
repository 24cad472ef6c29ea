"""One invoice, and its credit notes."""
