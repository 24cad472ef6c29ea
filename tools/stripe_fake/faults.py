"""Faults a test asks for: an error status, silence before the work, or an answer lost after it."""

import threading
from dataclasses import dataclass

from tools.stripe_fake.errors import ApiError


@dataclass
class Fault:
    """What goes wrong with the next `times` requests to `path`.

    `status` answers with that error and does nothing; `silence` seconds pass without an answer, and the connection
    is closed. With `after`, the work is done first: only the answer is lost.
    """

    path: str = "/v1/"
    status: int = 0
    silence: float = 0
    after: bool = False
    times: int = 1

    def error(self):
        kind = "rate_limit_error" if self.status == 429 else "api_error"
        return ApiError(self.status, kind, "rate_limit" if self.status == 429 else None, "The test asked for this.")


class Faults:
    """Those still to come."""

    def __init__(self):
        self.lock, self.waiting = threading.Lock(), []

    def add(self, **fault):
        self.waiting.append(Fault(**fault))

    def take(self, path):
        """The fault for a request to this path, used up by one; a harmless one where there is none."""
        with self.lock:
            fault = next((one for one in self.waiting if path.startswith(one.path)), None)
            if fault is None:
                return Fault()
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
