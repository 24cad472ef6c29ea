"""Why something was not done, in a sentence that says what to do next."""


class Refused(Exception):
    """A request the rules do not allow. `code` is for machines, the message for the person at the desk."""

    code = "refused"

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class PlaceTaken(Refused):
    """Some of the places have gone. `places` are the lost ones; `nearest` holds free ones like them, if any."""

    code = "place_taken"

    def __init__(self, places, nearest=()):
        self.places, self.nearest = list(places), list(nearest)
        lost = ", ".join(str(place) for place in self.places)
        message = f"{lost} {'has' if len(self.places) == 1 else 'have'} just gone to somebody else."
        if self.nearest:
            message += f" The nearest like it: {', '.join(str(place) for place in self.nearest)}."
        else:
            message += " Choose another."
        super().__init__(message)


class PlaceHeld(Refused):
    """A place is held back, and this person may not sell it."""

    code = "place_held"


class SoldOut(Refused):
    """There are not enough places left together, or at all."""

    code = "sold_out"


class ReservationLapsed(Refused):
    """The time to pay ran out and the places have gone back on sale."""

    code = "reservation_lapsed"

    def __init__(self, reference):
        super().__init__(
            f"Time ran out on {reference} and its places went back on sale. Nothing was charged; choose places again."
        )


class NotOpenTo(Refused):
    """This customer may not book this occurrence; `reasons` says why, one sentence each."""

    code = "not_open_to_customer"

    def __init__(self, reasons):
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class NotOnSale(Refused):
    """The occurrence is over, cancelled or not yet on sale."""

    code = "not_on_sale"


class NotPriced(Refused):
    """No price or no VAT determination covers the place."""

    code = "not_priced"


class AskedTooMuch(Refused):
    """The request itself is wrong: nothing chosen, the same place twice, more than may be booked at once."""

    code = "bad_request"
