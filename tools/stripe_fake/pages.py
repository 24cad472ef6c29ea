"""The pages a buyer is sent to, and the card reader's.

At Stripe a card is typed here; on this one the buyer only chooses how it ends.
"""

from html import escape

OUTCOMES = [
    ("pay", "Pay", "The bank agrees"),
    ("card_declined", "Card declined", "The bank says no"),
    ("insufficient_funds", "Card declined: not enough money", "The bank says no, and why"),
    ("leave", "Leave without paying", "Back to the council's page"),
]
STYLE = """
:root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --ink: #1b2330; --soft: #4c566a; --line: #c9cfda;
  --go: #4f46c8; --bad: #a3182d; --warn: #fff3c9; --warnink: #4d3b00; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171d; --card: #1e232c; --ink: #eef1f6; --soft: #b4bdcc;
  --line: #495365; --go: #6a61dd; --bad: #ff9aa8; --warn: #3d3310; --warnink: #ffe9a8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1rem; }
.standin { background: var(--warn); color: var(--warnink); padding: .75rem 1rem; margin: 0; text-align: center;
  font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; }
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); margin: 0; }
.amount { font-size: 2.25rem; font-weight: 700; margin: 0 0 1rem; font-variant-numeric: tabular-nums; }
fieldset { border: 0; padding: 0; margin: 0 0 1rem; display: grid; gap: .5rem; }
legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
label { display: flex; gap: .75rem; align-items: center; min-height: 3rem; padding: .4rem .75rem;
  border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
label span { display: block; } label small { color: var(--soft); }
input { inline-size: 1.25rem; block-size: 1.25rem; accent-color: var(--go); flex: none; }
button, a.button { display: flex; justify-content: center; align-items: center; inline-size: 100%; min-height: 3rem;
  border: 0; border-radius: 8px; background: var(--go); color: #fff; font: inherit; font-weight: 600;
  text-decoration: none; cursor: pointer; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
.bad { color: var(--bad); font-weight: 600; }
"""


def page(title, main):
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><link rel="icon" href="data:,">
<title>{escape(title)}</title><style>{STYLE}</style></head>
<body><header class="standin">This is a stand-in for Stripe. No money moves.</header>
<main>{main}</main></body></html>"""


def pay(session, params, declined=""):
    """The page of an open session: what it is for, how much, and the choice of endings."""
    name = escape(params["line_items"][0]["price_data"]["product_data"]["name"])
    amount = pounds(session["amount_total"])
    choices = "".join(choice(*outcome, checked=n == 0) for n, outcome in enumerate(OUTCOMES))
    alert = f'<p class="bad" role="alert">{escape(declined)} Nothing was taken.</p>' if declined else ""
    return page(f"{'Declined: ' if declined else ''}Pay {amount}", f"""<div class="card"><h1>{name}</h1>
<p class="amount">{amount}</p>{alert}<form method="post"><fieldset><legend>What should the card do?</legend>
{choices}</fieldset><button>Go on</button></form></div>""")  # fmt: skip


def choice(value, label, note, checked):
    return (f'<label><input type="radio" name="outcome" value="{value}"{" checked" if checked else ""}>'
            f"<span>{label} <small>{note}</small></span></label>")  # fmt: skip


TAPS = [
    ("tap", "Hold a card to it", "The bank agrees"),
    ("card_declined", "Card declined", "The bank says no"),
    ("insufficient_funds", "Card declined: not enough money", "The bank says no, and why"),
    ("cancelled", "Press its red button", "The customer thought better of it"),
]


def reader(reader, books):
    """The page of a card reader: what it asks for, and what is held to it."""
    action = reader["action"]
    name = escape(reader["id"])
    if not action or action["status"] != "in_progress":
        ended = {"succeeded": "Approved", "failed": escape((action or {}).get("failure_message") or "Stopped")}
        words = ended.get(action["status"] if action else "", "Ready")
        return page(f"Reader: {words}", f"""<div class="card"><h1>Card reader {name}</h1><p class="amount">{words}</p>
<form><button>Look again</button></form></div>""")
    intent = books.intent(action["process_payment_intent"]["payment_intent"])
    choices = "".join(choice(*outcome, checked=n == 0).replace('"outcome"', '"how"') for n, outcome in enumerate(TAPS))
    return page(f"Reader: {pounds(intent['amount'])}", f"""<div class="card"><h1>Card reader {name}</h1>
<p class="amount">{pounds(intent["amount"])}</p><form method="post"><fieldset>
<legend>What does the customer do?</legend>{choices}</fieldset><button>Go on</button></form></div>""")


def closed(session):
    """The page of a session that can no longer be paid."""
    paid = session["status"] == "complete"
    words = "This payment is done. You need do nothing more." if paid else "This payment page has expired."
    target = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]) if paid else session["cancel_url"]
    back = f'<a class="button" href="{escape(target)}">Back to the council\'s page</a>' if target else ""
    title = "Payment done" if paid else "Payment page expired"
    return page(title, f'<div class="card"><h1>{words}</h1><br>{back}</div>')


def unknown():
    return page("No such payment", '<div class="card"><h1>There is no such payment. Go back to the link you were sent.'
                "</h1></div>")  # fmt: skip


def pounds(pence):
    return f"£{pence // 100:,}.{pence % 100:02d}"
