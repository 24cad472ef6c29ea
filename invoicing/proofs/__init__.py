"""Proofs about money, run on the live database by `manage.py prove`."""
