"""Tariffs at the market desk: versions, prices, rules, prices tried out and prices agreed."""
