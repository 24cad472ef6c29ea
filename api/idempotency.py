"""A request with an Idempotency-Key has its effect once, and every repeat gets the first answer.

The key is the last thing written in the transaction of the effect, and its unique index is the referee: a repeat
that runs at the same time waits there (or at the places it wants), is undone whole, and finds the first answer.
Refused requests write nothing, so the same key may be tried again.
"""

import hashlib
import json

from django.db import IntegrityError
from django.http import Http404, HttpResponse
from rest_framework.exceptions import ValidationError

from api.models import ONE_USE, IdempotencyKey
from api.problems import KeyReused
from events.models import Refused
from events.models.statements import insert
from events.models.transactions import retried, violates

REPLAYED = {"Idempotent-Replayed": "true"}
LONGEST = 80


def once(request, work):
    """Do `work()`, which returns (status, body), in one transaction; the answer as an HTTP response."""
    key = key_of(request)
    if key is None:
        return answer(*retried(work)())
    try:
        return answer(*effect(request, key, work))
    except (Refused, Http404, ValidationError):
        if stored := stored_answer(request, key):
            return stored
        raise
    except IntegrityError as error:
        if violates(error, ONE_USE) and (stored := stored_answer(request, key)):
            return stored
        raise


@retried
def effect(request, key, work):
    status, body = work()
    answered = {"status": status, "body": text(body)}
    insert([IdempotencyKey(user=request.user, key=key, request_hash=hash_of(request), **answered)])
    return status, body


def stored_answer(request, key):
    """What this user was answered for this key, or None. Raises KeyReused where the question was another."""
    stored = IdempotencyKey.objects.filter(user=request.user, key=key).first()
    if stored is None:
        return None
    if stored.request_hash != hash_of(request):
        raise KeyReused("This Idempotency-Key came with another request before. Use a new key for each request.")
    return answer(stored.status, json.loads(stored.body), REPLAYED)


def key_of(request):
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise ValidationError({"Idempotency-Key": [f"Write it in 1 to {LONGEST} plain characters."]})
    return key


def hash_of(request):
    asked = [request.method, request.path, request.data]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def text(body):
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def answer(status, body, headers=None):
    response = HttpResponse(text(body), status=status, content_type="application/json", headers=headers)
    if status == 201 and "url" in body:
        response["Location"] = body["url"]
    return response
