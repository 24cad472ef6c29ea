"""Billing runs and the print queue."""
