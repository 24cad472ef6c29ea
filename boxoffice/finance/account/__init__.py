"""One account, what holds it, and what takes two people."""
