"""The questions themselves: to trade with us, and the shorter set for a pitch at one specialist market."""

from events import application_checks as checks
from events.application_goods import market_days
from events.applying import Asked, Field, Question
from events.money import pounds

YES_NO = (("yes", "Yes"), ("no", "No"))
FORMS = (("person", "I trade under my own name (sole trader)"), ("partnership", "A partnership"),
         ("company", "A limited company"), ("charity", "A charity or community group"))  # fmt: skip
POWER = (("0", "No electricity"), ("13", "An ordinary plug, 13 A"), ("16", "A blue socket, 16 A"),
         ("32", "A blue socket, 32 A"))  # fmt: skip
STANDS = (("gazebo", "A stall or gazebo of my own"), ("vehicle", "A vehicle or trailer"),
          ("ours", "A stall of the council's"))  # fmt: skip
WIDTHS = (("300", "3 metres"), ("450", "4.5 metres"), ("600", "6 metres"), ("900", "More than 6 metres"))
RATINGS = (*((str(n), f"{n}{' (best)' if n == 5 else ''}") for n in range(5, -1, -1)),
           ("awaiting", "Not inspected yet"), ("exempt", "Exempt"))  # fmt: skip
OFTEN = (("regular", "Every week, on a pitch of my own"), ("casual", "Now and then, as places come free"))
DEPOSIT = (("card", "By card, as soon as I have sent this"),
           ("office", "By telephone or at the office: ring us, or come in"))  # fmt: skip


def commodities(asked):
    return asked.commodities


def sizes(asked):
    """Pitch sizes with what they cost on the day of asking."""
    if asked.market is None:
        return []
    moment = asked.moment
    words = "for all its days" if asked.market.whole_event else "a day"
    plus = ", plus VAT" if asked.market.price_list_on(moment).basis == "net" else ""
    return [(str(band.pk), f"{band}: {pounds(amount).removesuffix('.00')} {words}{plus}")
            for band, amount in asked.market.prices_on(moment).items()]  # fmt: skip


def parts(asked):
    """All at once, or so many monthly parts."""
    most = asked.market.most_parts(asked.day) if asked.market else 1
    return [("1", "All at once"), *((str(n), f"In {n} monthly parts") for n in range(2, most + 1))]


def sells_food(asked):
    return asked.said("food", "sells") == "yes"


def has_others(asked):
    return bool(asked.commodities)


def takes_deposit(asked):
    return bool(asked.market and asked.market.deposit)


def has_plan(asked):
    return len(parts(asked)) > 1


NOTE = Field("note", "Anything to add?", "lines", required=False, most=500,
             help="Say it in your own words: what makes your stall different?")  # fmt: skip
YOU = Question("you", "Who are you?", (
    Field("name", "Your name", missing="Enter your name.", autocomplete="name"),
    Field("phone", "Telephone number", "telephone", missing="Enter a telephone number, so that we can reach you.",
          most=30, autocomplete="tel"),
    Field("email", "E-mail address", "email", required=False, autocomplete="email",
          help="If you have none, leave this empty: we write to you by post."),
))  # fmt: skip
BUSINESS = Question("business", "What is your business called?", (
    Field("trading_name", "Trading name", missing="Enter the name you trade under. It may be your own.",
          help="As it should stand on your permit.", autocomplete="organization"),
    Field("form", "What is it?", "one", choices=FORMS, missing="Choose what your business is."),
    Field("vat_number", "VAT number", required=False, most=20, help="Only if you are registered for VAT."),
), check=checks.business)  # fmt: skip
GOODS = Question("goods", "What do you mainly sell?", (
    Field("key", "Your main goods", "several", choices=commodities,
          missing="Choose at least one line of goods. Ring us if yours is not on the list.",
          help="These count when we keep a market varied. Choose one to three."),
    NOTE,
), check=checks.goods)  # fmt: skip
BESIDE = Question("beside", "Do you sell anything else beside that?", (
    Field("others", "Other goods", "several", required=False, choices=commodities,
          help="A small part of your stall. Choose none if there is nothing else."),
), when=has_others, check=checks.beside)  # fmt: skip
FOOD = Question("food", "Do you sell food or drink?", (
    Field("sells", "Food or drink", "one", choices=YES_NO, missing="Choose yes or no.",
          help="Packed food and drinks count too."),
))  # fmt: skip
HYGIENE = Question("hygiene", "Where is your food business registered?", (
    Field("council", "Council you are registered with", missing="Enter the name of the council."),
    Field("number", "Registration number", required=False, most=50, help="If you have one."),
    Field("rating", "Food hygiene rating", "one", choices=RATINGS, missing="Choose your rating."),
    Field("rated_on", "Day of the rating", "day", required=False, help="On your sticker or certificate."),
), when=sells_food, check=checks.hygiene,
    help="You register with the council where you keep your stall or vehicle overnight. It is free.")  # fmt: skip
STALL = Question("stall", "What do you need?", (
    Field("width", "How wide is your stall?", "one", choices=WIDTHS, missing="Choose a width."),
    Field("stands", "What do you sell from?", "one", choices=STANDS, missing="Choose what you sell from."),
    Field("registration", "Registration of the vehicle or trailer", required=False, most=20, help="If you have one."),
    Field("power", "Electricity", "one", choices=POWER, missing="Choose what you need. No electricity is an answer."),
), check=checks.stall)  # fmt: skip
MARKETS = Question("markets", "Which markets would you like?", (
    Field("days", "Markets", "several", choices=lambda asked: market_days(), missing="Choose at least one market."),
    Field("often", "How often?", "one", choices=OFTEN, missing="Choose how often you would come."),
))  # fmt: skip
PITCH = Question("pitch", "Which pitch would you like?", (
    Field("size", "Size", "one", choices=sizes, missing="Choose a size."),
    Field("stands", "What do you sell from?", "one", choices=STANDS, missing="Choose what you sell from."),
    Field("power", "Electricity", "one", choices=POWER, missing="Choose what you need. No electricity is an answer."),
))  # fmt: skip
PICTURES = Question("pictures", "Can you show us your stall?", (
    Field("files", "Pictures", "photos", required=False, help="Up to three, of your stall or of what you sell."),
), help="Pictures help us to see what you would bring to the market. You can go on without.")  # fmt: skip
ADDRESS = Question("address", "Where should invoices go?", (
    Field("lines", "Address", "lines", missing="Enter your address, a line for each part of it.", most=300,
          autocomplete="street-address", help="House and street, then the town."),
    Field("postcode", "Postcode", missing="Enter your postcode.", most=10, autocomplete="postal-code"),
))  # fmt: skip
PLAN = Question("plan", "How would you like to pay, if you are accepted?", (
    Field("parts", "Parts", "one", choices=parts, missing="Choose how you would like to pay."),
), when=has_plan, help="The deposit comes off the price. Parts are equal, a month apart, and end before the market."
)  # fmt: skip
DEPOSITS = Question("deposit", "How will you pay the deposit?", (
    Field("how", "Deposit", "one", choices=DEPOSIT, missing="Choose how you will pay the deposit."),
), when=takes_deposit)  # fmt: skip
PAPERS = Question("papers", "", ())
TRADE = (YOU, BUSINESS, GOODS, BESIDE, FOOD, HYGIENE, STALL, MARKETS, PAPERS, PICTURES, ADDRESS)
SPECIALIST = (YOU, BUSINESS, GOODS, FOOD, HYGIENE, PITCH, PICTURES, PAPERS, ADDRESS, PLAN, DEPOSITS)


def paper_question(paper):
    """The page for one paper: a photo of it, and what stands on it."""
    cover = [Field("cover", "Sum insured in pounds", "pounds", unless="later",
                   missing="Enter the sum insured. It is on the certificate.",
                   help=f"{pounds(paper.minimum_cover).removesuffix('.00')} or more.")]  # fmt: skip
    looked_for = f"We look for: {paper.guidance[:1].lower()}{paper.guidance[1:]}" if paper.guidance else ""
    fields = (
        Field("files", "Photo of it", "photos", unless="later", help=looked_for,
              missing="Take a photo of it or choose a file. If you cannot now, tick that you will bring it."),
        Field("number", "Number on it", required=False, most=50, help="If it has one."),
        *(cover if paper.insures else []),
        Field("expires_on", "Day it ends", "day", unless="later", missing="Enter the day it ends."),
        Field("later", f"I cannot send a photo now. I will bring or post my {paper.lowered}.", "tick", required=False),
    )
    return Question(f"paper-{paper.pk}", f"Your {paper.lowered}", fields, check=checks.certificate(paper))


def ask(application):
    """The questions that this application has to answer."""
    return Asked(application, SPECIALIST if application.event_id else TRADE, paper_question)
