"""What an address or a form asks for, as a database may be asked for it: ids and words."""

DIGITS = 18  # every number of so many fits in a column of ids


def id_of(text):
    """The id that a text from outside is; None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def words_of(text):
    """Words as they are looked for: one space between them, and no NUL, which PostgreSQL refuses."""
    return " ".join((text or "").replace("\0", "").split())
