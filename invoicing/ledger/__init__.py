"""What goes to the council's ledger, and the reports that are projections of the journal."""
