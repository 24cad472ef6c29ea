"""The papers: invoices, tickets, permits."""
