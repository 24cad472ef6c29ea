"""Tests of tariffs: what prices are made of."""
