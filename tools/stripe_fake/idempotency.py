"""Idempotency as Stripe keeps it: a key's first answer again for the same request, a refusal for another one."""

import threading

from tools.stripe_fake.errors import ApiError


class Keys:
    """Each key with the request it came with and the answer it got; None while that request is still at work."""

    def __init__(self):
        self.lock, self.answers = threading.Lock(), {}

    def first(self, key, request):
        """The answer this key got before, or None for whoever comes first and must answer with `keep` or `drop`."""
        with self.lock:
            if key not in self.answers:
                self.answers[key] = (request, None)
                return None
            asked, answer = self.answers[key]
        if asked != request:
            raise ApiError(400, "idempotency_error", None, "Keys for idempotent requests can only be used with the "
                           f"same parameters they were first used with. Try a key other than '{key}'.")  # fmt: skip
        if answer is None:
            raise ApiError(409, "idempotency_error", "idempotency_key_in_use", "There is currently another in-progress "
                           "request using this Idempotent Key.")  # fmt: skip
        return answer

    def keep(self, key, request, answer):
        self.answers[key] = (request, answer)

    def drop(self, key):
        """A request that was wrong from the start leaves its key free, as at Stripe."""
        with self.lock:
            self.answers.pop(key, None)
