"""A tally of keys, clicks and scans: what one flow costs the person at the counter, and whether that is too much."""

TABLE = []


class Tally:
    """Uses a page as a person does and counts: a key (or chord) is 1, each typed character 1, a click 1, a scan 1.

    `note` ends the flow, asserts its budget and starts the next one at nothing.
    """

    def __init__(self, page):
        self.page, self.total = page, 0

    def press(self, key):
        """One key or chord, such as Enter, F8 or Control+Enter."""
        self.total += 1
        self.page.keyboard.press(key)

    def type(self, text):
        """Text where the focus is, a key a character."""
        self.total += len(text)
        self.page.keyboard.type(text)

    def click(self, locator):
        """One press of the mouse or a finger."""
        self.total += 1
        locator.click()

    def scan(self, text):
        """One scan: the scanner types the whole barcode and Enter."""
        self.total += 1
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def note(self, flow, budget):
        """Keep what the flow cost for the table. Fails where it is more than its budget."""
        total, self.total = self.total, 0
        TABLE.append((flow, total, budget))
        assert total <= budget, f"{flow}: {total} keys and clicks, the budget is {budget}."


def lines():
    """The table of every flow noted, for the end of the run."""
    width = max([len(flow) for flow, _, _ in TABLE], default=0)
    return [f"{flow:<{width}}  {total:>4}  of {budget:>3}" for flow, total, budget in TABLE]
