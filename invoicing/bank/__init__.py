"""Money in by bank: statements read, and matched to what is owed. Pure: no database."""
