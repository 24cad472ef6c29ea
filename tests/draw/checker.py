"""Judges an outcome of the draw by brute force, written apart from the engine and in another manner.

It knows the rules from domain terms alone: it rebuilds who stands where from the outcome, then asks of every pair,
circuit, cap and run whether a rule is broken, and of everybody who was refused whether any run would have done.
"""

import hashlib
import hmac
from itertools import combinations, product


def faults(inputs, outcome):
    """Every broken promise, in words; empty where the outcome is sound."""
    return [*broken(inputs, final(inputs, outcome), outcome), *wronged(inputs, outcome), *silent(outcome)]


def final(inputs, outcome):
    """{number: set of pitches} when all is done."""
    stands = {one["number"]: set(one["places"]) for one in inputs["standing"]}
    for result in outcome["results"]:
        if result["places"]:
            stands[result["number"]] = set(result["places"])
        if result["added"]:
            stands[result["number"]] = stands[result["number"]] | set(result["added"])
    return stands


def profile(inputs, number):
    """A trader as the rules see them, whether queueing or standing."""
    queueing = next((one for one in inputs["queue"] if one["number"] == number), None)
    there = next((one for one in inputs["standing"] if one["number"] == number), None)
    return queueing or {**there, "overridden": False}


def near(inputs, one, other):
    """Whether two pitches are side by side or opposite."""
    a, b = (next(p for p in inputs["places"] if p["id"] == n) for n in (one, other))
    side = (a["area"], a["row"]) == (b["area"], b["row"]) and abs(a["position"] - b["position"]) == 1
    return side or other in a["faces"] or one in b["faces"]


def broken(inputs, stands, outcome):
    """Hard rules that are broken when everybody stands so."""
    for (n, mine), (m, yours) in combinations(stands.items(), 2):
        if mine & yours:
            yield f"{n} and {m} both have {mine & yours}"
        a, b = profile(inputs, n), profile(inputs, m)
        new = {result["number"] for result in outcome["results"] if result["places"] or result["added"]} & {n, m}
        ruled = inputs["policy"]["keep_apart"] and new and not (a["overridden"] or b["overridden"])
        if (ruled and set(a["keys"]) & set(b["keys"]) and any(near(inputs, x, y) for x, y in product(mine, yours))
                and not stood_so_before(inputs, n, m)):  # fmt: skip
            yield f"{n} and {m} sell the same beside each other"
    places = {place["id"]: place for place in inputs["places"]}
    for result in outcome["results"]:
        who = profile(inputs, result["number"])
        yield from broken_by(who, result, [places[one] for one in result["places"]],
                             [places[one] for one in result["added"]], stands)  # fmt: skip
    yield from overloaded(inputs, outcome)
    yield from over_caps(inputs, outcome, stands)


def stood_so_before(inputs, n, m):
    """Whether the two were neighbours before the draw already."""
    had = {one["number"]: set(one["places"]) for one in inputs["standing"]}
    if n not in had or m not in had:
        return False
    return any(near(inputs, x, y) for x, y in product(had[n], had[m]))


def broken_by(who, result, first, added, stands):
    number, run = result["number"], [*first, *added]
    if len({(place["area"], place["row"]) for place in run}) > 1:
        yield f"{number} stands in two rows"
    positions = sorted(place["position"] for place in run)
    if first and positions != list(range(positions[0], positions[0] + len(positions))):
        yield f"{number} does not stand side by side: {positions}"
    if not who.get("has") and first and not who["least"] <= len(first):
        yield f"{number} has {len(first)} pitches, fewer than are of use"
    if run and len(stands[number]) > max(who["places"], len(first)):
        yield f"{number} has more pitches than wanted"
    if first and sum(place["width_cm"] for place in first) < who["frontage_cm"]:
        yield f"{number} has too little frontage"
    if missing := [flag for place in run for flag in who["flags"] if flag not in place["flags"]]:
        yield f"{number} has a pitch without {missing}"
    socket = next((place for place in first if place["id"] == result["socket"]), None)
    if first and who["amps"] and (socket is None or socket["amps"] < who["amps"]):
        yield f"{number} has no socket that does"


def loads(inputs, outcome):
    """[(number, pitch, amps)] when all is done; a holder who moved leaves the old socket."""
    moved = {result["number"] for result in outcome["results"] if result["places"]}
    for one in inputs["standing"]:
        yield from ((one["number"], *load) for load in one["loads"] if one["number"] not in moved)
    for result in outcome["results"]:
        if result["socket"] is not None:
            yield result["number"], result["socket"], profile(inputs, result["number"])["amps"]


def overloaded(inputs, outcome):
    circuit_of = {place["id"]: place["circuit"] for place in inputs["places"]}
    drawn = [(circuit_of[place], amps) for _, place, amps in loads(inputs, outcome)]
    before = [(circuit_of[place], amps) for one in inputs["standing"] for place, amps in one["loads"]]
    for circuit in inputs["circuits"]:
        total, was = (sum(amps for where, amps in each if where == circuit["id"]) for each in (drawn, before))
        if total > max(circuit["amps"], was):
            yield f"circuit {circuit['id']} carries {total} amps of {circuit['amps']}"


def over_caps(inputs, outcome, stands):
    """Nobody new joined sellers who were as many as are allowed, unless they may."""
    for cap in inputs["caps"]:
        sellers = {n for n in stands if sells(inputs, stands, n, cap)}
        had = {one["number"]: set(one["places"]) for one in inputs["standing"]}
        before = {n for n in had if sells(inputs, had, n, cap)}
        ruled = {n for n in sellers - before if not profile(inputs, n)["overridden"]}
        if ruled and len(before & sellers) + len(ruled) > cap["most"]:
            yield f"{len(sellers)} sell {cap['key']} where {cap['most']} may"


def sells(inputs, stands, number, cap):
    areas = {place["area"] for place in inputs["places"] if place["id"] in stands[number]}
    return cap["key"] in profile(inputs, number)["keys"] and (cap["area"] is None or cap["area"] in areas)


def order(inputs):
    """The casual traders by the policy, worked out anew."""
    def key(who):
        own = hmac.new(inputs["seed"].encode("ascii"), b"%d" % who["number"], hashlib.sha256).digest()
        parts = [who["call"]]
        for name in inputs["policy"]["order"]:
            parts.append({"priority": 0 if who["priority"] else 1, "attendance": 1000 - who["attendance"],
                          "registered": who["registered"], "lottery": own}[name])  # fmt: skip
        return (*parts, own)

    return sorted((one for one in inputs["queue"] if not one["has"] and not one["barred"]), key=key)


def wronged(inputs, outcome):
    """Those refused who would have fitted on pitches that nobody before them in the order has."""
    results = {result["number"]: result for result in outcome["results"]}
    line = order(inputs)
    drawn = [result["number"] for result in outcome["results"] if result["place_in_order"]]
    if [who["number"] for who in line] != drawn:
        yield f"the order is {drawn}, not {[who['number'] for who in line]}"
    for nth, who in enumerate(line):
        if not results[who["number"]]["places"]:
            ahead = {one["number"]: set(results[one["number"]]["places"]) for one in line[:nth]
                     if results[one["number"]]["places"]}  # fmt: skip
            if run := would_fit(inputs, outcome, who, ahead):
                yield f"{who['number']} was refused and would fit on {run}"


def would_fit(inputs, outcome, who, ahead):
    """Some run of free pitches that breaks no rule beside fixed holders and those ahead, or None."""
    holders = {one["number"]: set(one["places"]) for one in inputs["standing"]}
    movers = {result["number"]: set(result["places"]) for result in outcome["results"]
              if result["number"] in holders and result["places"]}  # fmt: skip
    stands = {**holders, **movers, **ahead}
    freed = {place for number in movers for place in holders[number]}
    taken = {place for places in stands.values() for place in places}
    open_ = [p for p in inputs["places"] if (p["free"] or p["id"] in freed) and p["id"] not in taken]
    for count in range(who["least"], who["places"] + 1):
        for run in combinations(open_, count):
            if fits(inputs, outcome, who, run, stands):
                return [place["id"] for place in run]
    return None


def fits(inputs, outcome, who, run, stands):
    positions = sorted(place["position"] for place in run)
    if len({(p["area"], p["row"]) for p in run}) > 1 or positions != list(range(positions[0], positions[0] + len(run))):
        return False
    if sum(p["width_cm"] for p in run) < who["frontage_cm"] or any(f not in p["flags"] for p in run
                                                                   for f in who["flags"]):  # fmt: skip
        return False
    if who["amps"] and not any(powered(inputs, outcome, who, place, stands) for place in run):
        return False
    if who["overridden"]:
        return True
    mine = {place["id"] for place in run}
    for number, places in stands.items():
        same = set(profile(inputs, number)["keys"]) & set(who["keys"])
        if same and inputs["policy"]["keep_apart"] and any(near(inputs, x, y) for x, y in product(mine, places)):
            return False
    return not any(
        cap["key"] in who["keys"] and cap["area"] in (None, run[0]["area"])
        and sum(sells(inputs, stands, number, cap) for number in stands) >= cap["most"] for cap in inputs["caps"]
    )  # fmt: skip


def powered(inputs, outcome, who, place, stands):
    circuit = next((c for c in inputs["circuits"] if c["id"] == place["circuit"]), None)
    if place["amps"] < who["amps"]:
        return False
    circuit_of = {p["id"]: p["circuit"] for p in inputs["places"]}
    drawn = sum(amps for number, where, amps in loads(inputs, outcome)
                if number in stands and circuit and circuit_of[where] == circuit["id"])  # fmt: skip
    return circuit is None or drawn + who["amps"] <= circuit["amps"]


def silent(outcome):
    """Those who got nothing, or no more, without a code and a sentence."""
    for result in outcome["results"]:
        if not result["words"].endswith((".", "!")) or (not result["places"] and not result["added"]
                                                        and not result["code"]):  # fmt: skip
            yield f"{result['number']} is not told why"
