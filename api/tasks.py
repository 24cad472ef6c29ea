"""What the worker does for the API, by itself."""

from api.models import IdempotencyKey


def forget_old_keys():
    """Forget idempotency keys that nobody will send again."""
    return IdempotencyKey.objects.forget()
