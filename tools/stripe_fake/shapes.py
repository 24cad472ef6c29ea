"""The objects of Stripe's API, field for field as in the fixtures of stripe/openapi, empty but for what is fixed."""

import secrets
import time

NOTHING = {
    "checkout.session": """
        adaptive_pricing after_expiration allow_promotion_codes billing_address_collection client_reference_id
        client_secret collected_information consent consent_collection currency_conversion customer customer_account
        customer_creation customer_details customer_email discounts integration_identifier invoice invoice_creation
        locale managed_payments origin_context payment_intent payment_link payment_method_configuration_details
        permissions recovered_from saved_payment_method_options setup_intent shipping_address_collection shipping_cost
        submit_type subscription wallet_options""",
    "payment_intent": """
        application application_fee_amount automatic_payment_methods canceled_at cancellation_reason customer
        customer_account description excluded_payment_method_types last_payment_error latest_charge managed_payments
        next_action on_behalf_of payment_method payment_method_configuration_details processing receipt_email review
        setup_future_usage shipping source statement_descriptor statement_descriptor_suffix transfer_data
        transfer_group""",
    "refund": """
        balance_transaction charge customer customer_account payment_method reason receipt_number
        source_transfer_reversal transfer_reversal""",
}
FIXED = {
    "checkout.session": {
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "custom_fields": [], "payment_method_collection": "if_required", "payment_method_options": {},
        "payment_method_types": ["card"], "phone_number_collection": {"enabled": False}, "shipping_options": [],
        "custom_text": dict.fromkeys(["after_submit", "shipping_address", "submit", "terms_of_service_acceptance"]),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "mode": "payment", "payment_status": "unpaid", "status": "open", "ui_mode": "hosted_page",
    },
    "payment_intent": {
        "amount_capturable": 0, "amount_details": {"tip": {}}, "amount_received": 0, "capture_method": "automatic",
        "confirmation_method": "automatic", "payment_method_options": {}, "payment_method_types": ["card"],
        "status": "requires_payment_method",
    },
    "refund": {"destination_details": {"card": {"type": "refund"}, "type": "card"}, "status": "succeeded"},
}  # fmt: skip
LIVES = 24 * 60 * 60  # seconds a Checkout Session may be paid


def new_id(prefix):
    return f"{prefix}_{secrets.token_urlsafe(18).replace('-', '0').replace('_', '1')}"


def made(kind, **fields):
    """A new object of a kind."""
    empty = dict.fromkeys(NOTHING[kind].split())
    return {**empty, **FIXED[kind], "object": kind, "created": int(time.time()), "metadata": {},
            **({} if kind == "refund" else {"livemode": False}), **fields}  # fmt: skip


def session(page, params):
    """An open Checkout Session of these parameters, to be paid on `page`."""
    item = params["line_items"][0]
    total = sum(line["price_data"]["unit_amount"] * line["quantity"] for line in params["line_items"])
    now, identity = int(time.time()), new_id("cs_test")
    kept = ("success_url", "cancel_url", "customer_email", "client_reference_id", "locale", "submit_type", "metadata")
    return made("checkout.session", id=identity, url=f"{page}/pay/{identity}", amount_total=total,
                amount_subtotal=total, currency=item["price_data"]["currency"], expires_at=now + LIVES,
                **{"cancel_url": None, **{name: params[name] for name in kept if name in params}})  # fmt: skip


def intent(session, params):
    """The PaymentIntent behind a session, before any card was tried."""
    identity, data = new_id("pi"), params.get("payment_intent_data", {})
    return made("payment_intent", id=identity, amount=session["amount_total"], currency=session["currency"],
                client_secret=f"{identity}_secret_{secrets.token_hex(8)}", metadata=data.get("metadata", {}),
                description=data.get("description"))  # fmt: skip


def refund(intent, amount, params):
    return made("refund", id=new_id("re"), amount=amount, currency=intent["currency"], payment_intent=intent["id"],
                charge=intent["latest_charge"], reason=params.get("reason"),
                metadata=params.get("metadata", {}))  # fmt: skip


def event(kind, data, version):
    """The envelope a webhook carries; `data` as it stands at this moment."""
    return {"id": new_id("evt"), "object": "event", "api_version": version, "created": int(time.time()),
            "data": {"object": data}, "livemode": False, "pending_webhooks": 1, "type": kind,
            "request": {"id": None, "idempotency_key": None}}  # fmt: skip
