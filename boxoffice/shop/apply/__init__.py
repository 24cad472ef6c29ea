"""Applying to trade, or for a pitch at one market: public pages behind a private address."""
