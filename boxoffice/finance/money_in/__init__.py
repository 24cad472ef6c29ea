"""Receipts: bank files, matching, money by hand."""
