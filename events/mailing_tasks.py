"""What the worker does each minute about messages. It bears being done twice at once: each message goes once."""

from events import mailing


def send_messages():
    """Send what waits to go by e-mail."""
    return mailing.send_waiting()
