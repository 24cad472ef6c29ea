"""A stand-in for Stripe on this machine: for the demo town and for tests. No money moves, no card is ever typed.

It answers the part of Stripe's API that invoicing/stripe_checkout.py uses, on the same wire format, checks every
request against the parameters that Stripe's own library declares, shows a page to pay on, and sends signed webhooks.
"""
