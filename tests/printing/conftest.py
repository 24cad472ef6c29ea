"""The counter's people, for what is printed there."""

from tests.counter.conftest import performance, sam, till

__all__ = ["performance", "sam", "till"]
