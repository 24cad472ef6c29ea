"""Which weekday the stage's market is on: tests/cast.py begins it three days from now."""

from datetime import UTC, datetime, timedelta

MARKET_WEEKDAY = f"{datetime.now(UTC) + timedelta(days=3):%A}"
