"""The printed papers, drawn from plain values."""
