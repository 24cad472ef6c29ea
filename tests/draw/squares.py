"""Markets to draw for: small squares and queues of every sort for Hypothesis, and by hand for the examples."""

import random

from hypothesis import strategies as st

from events.draw import seed_hash

SEED = "00" * 32
ORDERS = [["priority", "attendance", "registered"], ["attendance", "registered"], ["priority", "lottery"],
          ["lottery"], ["registered"]]  # fmt: skip
DAYS = ["2015-03-01", "2019-04-01", "2024-12-24"]


def pitch(n, *, area=1, row="A", position=None, amps=0, circuit=None, flags="", faces=(), width_cm=300, free=True,
          appeal=None):  # fmt: skip
    return {"id": n, "name": f"{row}{n}", "area": area, "zone": f"Zone {area}", "row": row, "free": free,
            "position": n if position is None else position, "appeal": n if appeal is None else appeal,
            "width_cm": width_cm, "amps": amps, "circuit": circuit, "flags": flags, "faces": list(faces)}  # fmt: skip


def person(number, **needs):
    return {"number": number, "call": 1, "priority": False, "attendance": 0, "registered": "2020-01-01", "places": 1,
            "least": 1, "frontage_cm": 0, "amps": 0, "flags": "", "preferences": [], "keys": [], "overridden": False,
            "has": "", "barred": None, **needs}  # fmt: skip


def stand(number, places, keys=(), loads=()):
    return {"number": number, "places": list(places), "keys": list(keys), "loads": [list(load) for load in loads]}


def market(places, queue, *, standing=(), circuits=(), caps=(), order=("attendance", "registered"), expansion=False,
           last_call=True, keep_apart=True, seed=SEED, call=1):  # fmt: skip
    return {
        "version": 1, "market": "Thursday market", "day": "2026-12-03", "call": call, "seed": seed,
        "seed_hash": seed_hash(seed), "places": list(places), "circuits": list(circuits), "caps": list(caps),
        "goods": [{"id": key, "name": f"goods {key}"} for key in range(1, 5)], "standing": list(standing),
        "queue": list(queue),
        "policy": {"order": list(order), "expansion": expansion, "keep_apart": keep_apart, "last_call": last_call},
    }  # fmt: skip


@st.composite
def markets(draw, orders=ORDERS):
    """Up to two rows of six pitches, some taken by fixed holders, and up to a dozen people with needs."""
    rnd = random.Random(draw(st.integers(0, 2**32)))  # one number to shrink: the rest follows from it
    people = draw(st.integers(0, 12))
    places = some_places(rnd, draw(st.integers(1, 6)), draw(st.integers(0, 6)))
    ids = [place["id"] for place in places]
    standing = [stand(500 + n, [one], some(rnd, [1, 2, 3], 0.4)) for n, one in enumerate(ids) if rnd.random() < 0.25]
    taken = {one for each in standing for one in each["places"]}
    for place in places:
        place["free"] = place["id"] not in taken and rnd.random() < 0.9
        if place["amps"] and place["id"] in taken and rnd.random() < 0.5:
            owner = next(each for each in standing if place["id"] in each["places"])
            owner["loads"] = [[place["id"], rnd.choice([4, 8])]]
    queue = [some_person(rnd, n + 1, ids) for n in range(people)]
    for each in standing:
        if rnd.random() < 0.3:
            wishes = rnd.sample(ids, min(len(ids), 3))
            queue.append(person(each["number"], has=rnd.choice(["fixed", "fixed", "drawn"]), preferences=wishes,
                                places=rnd.choice([1, 2]), keys=each["keys"], attendance=rnd.randrange(4)))  # fmt: skip
    caps = [{"key": key, "area": area, "most": rnd.choice([0, 1, 2])} for key in (1, 2) for area in (None, 1)
            if rnd.random() < 0.3]  # fmt: skip
    return market(places, queue, standing=standing, caps=caps, order=rnd.choice(orders),
                  circuits=[{"id": 1, "amps": rnd.choice([8, 16, 32])}], expansion=rnd.random() < 0.5,
                  keep_apart=rnd.random() < 0.8, seed=f"{rnd.getrandbits(256):064x}")  # fmt: skip


def some_places(rnd, first, second):
    aisle = rnd.choice([0, 1])
    places = [pitch(n, position=n + aisle * (n > 3)) for n in range(1, first + 1)]
    places += [pitch(20 + n, area=2, row="B", position=n) for n in range(1, second + 1)]
    for place in places:
        place["flags"] = "".join(flag for flag in "afv" if rnd.random() < 0.3)
        place["amps"] = rnd.choice([0, 0, 4, 8, 16])
        place["circuit"] = rnd.choice([None, 1]) if place["amps"] else None
        place["width_cm"] = rnd.choice([150, 300])
        place["appeal"] = rnd.randrange(5)
        place["faces"] = [place["id"] + 20] if place["id"] < 20 and rnd.random() < 0.5 else []
    return places


def some_person(rnd, number, ids):
    most = rnd.choice([1, 1, 2, 3])
    barred = {"code": "papers", "words": "No insurance."} if rnd.random() < 0.1 else None
    return person(
        number, priority=rnd.random() < 0.3, attendance=rnd.randrange(4), registered=rnd.choice(DAYS), places=most,
        least=rnd.randint(1, most), frontage_cm=rnd.choice([0, 0, 0, 300, 500]), amps=rnd.choice([0, 0, 4, 8]),
        flags=some(rnd, "afv", 0.15, "".join), preferences=rnd.sample(ids, rnd.randrange(min(len(ids), 3) + 1)),
        keys=some(rnd, [1, 2, 3], 0.4), overridden=rnd.random() < 0.1, barred=barred,
    )  # fmt: skip


def some(rnd, things, chance, made=list):
    return made(thing for thing in things if rnd.random() < chance)
