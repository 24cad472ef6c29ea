"""Tests of the balance of trade."""
