"""The ledger and the budget codes."""
