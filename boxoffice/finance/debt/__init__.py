"""Aged debt and reminders."""
