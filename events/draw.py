"""The morning draw: who stands where on a market day, and why. Pure: the same inputs give the same outcome everywhere.

    python draw.py inputs.json        prints the outcome; needs nothing but Python, and square.py beside it

`inputs` holds the pitches with their neighbours, circuits and flags, who stands already, the caps, the policy, the seed
and everybody in the queue, by number. What holds of every outcome (tests/draw has a checker written apart from this):

1. No pitch is given twice and no hard rule is broken: side by side, frontage, the socket and its circuit, hot food,
   vehicle and accessible pitches, caps of goods, no same goods side by side or opposite (unless allowed to).
2. Nobody who was refused would fit on any pitches but those of fixed holders and of people before them in the order.
3. Growing takes pitches that nobody has, after everybody has had a turn, and so takes from nobody.
4. The order is the policy's. Equals go by lot, HMAC-SHA256 of the number with the seed as key, the smallest first;
   the seed's SHA-256 was published before the queue was closed.
"""

import hashlib
import hmac
import json
import sys
from collections import defaultdict
from datetime import date

try:
    from events.square import Square
except ImportError:  # by itself, outside the product
    from square import Square

CODES = {
    "": "Has a pitch", "stays": "Keeps their pitch", "none_more": "No more than they have",
    "market_full": "Every pitch was taken", "minimum_not_met": "Too few pitches left", "no_run": "None side by side",
    "no_frontage": "None wide enough", "no_accessible_pitch": "No accessible pitch left",
    "no_hot_food_pitch": "No hot food pitch left", "no_vehicle_pitch": "No pitch for a vehicle left",
    "no_power": "No socket left", "circuit_full": "Circuits are full", "cap_reached": "Enough of these goods",
    "beside_same_goods": "Beside the same goods",
}  # fmt: skip


def seed_hash(seed):
    """What is published before the draw: the SHA-256 of the seed's characters."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed, number):
    """The lot of one trader in hexadecimal digits: nobody can know it who does not know the seed."""
    return hmac.new(seed.encode(), str(number).encode(), hashlib.sha256).hexdigest()


def draw(inputs):
    """The outcome of one call: {"seed_hash", "results", "free"}. Raises ValueError where the seed is another one."""
    if seed_hash(inputs["seed"]) != inputs["seed_hash"]:
        raise ValueError("This seed is not the one that was promised.")
    return Drawing(inputs).outcome()


class Drawing:
    """One call being drawn: fixed holders move, casual traders get their turn, left-overs are given out."""

    def __init__(self, inputs):
        self.inputs, self.policy = inputs, inputs["policy"]
        self.names = {place["id"]: place["name"] for place in inputs["places"]}
        self.zones = {place["area"]: place["zone"] for place in inputs["places"]}
        self.goods = {one["id"]: one["name"] for one in inputs["goods"]}
        self.square = Square({**inputs, "standing": sorted(inputs["standing"], key=lambda one: one["number"])})
        queue = sorted((one for one in inputs["queue"] if not one["barred"]), key=self.rank)
        self.holders = [one for one in queue if one["has"] == "fixed"]
        self.before = [one for one in queue if one["has"] == "drawn"]
        self.casuals = [one for one in queue if not one["has"]]
        self.results = []

    def rank(self, who):
        """What the queue is sorted by: those of the first call, the policy's keys in turn, the lot."""
        own = lot(self.inputs["seed"], who["number"])
        keys = {"priority": not who["priority"], "attendance": -who["attendance"], "registered": who["registered"],
                "lottery": own}  # fmt: skip
        return [who["call"], *(keys[key] for key in self.policy["order"]), own, who["number"]]

    def outcome(self):
        self.move_holders()
        for place, who in enumerate(self.casuals, 1):
            self.take_turn(who, place)
        if self.policy["expansion"] and self.policy["last_call"]:
            self.grow()
        barred = sorted((one for one in self.inputs["queue"] if one["barred"]), key=lambda one: one["number"])
        for who in barred:
            self.say(who, None, [], who["barred"]["code"], who["barred"]["words"])
        free = sorted(self.square.free, key=self.square.nth.get)
        return {"seed_hash": self.inputs["seed_hash"], "results": self.results, "free": free}

    def say(self, who, place, run, code, *sentences, socket=None):
        result = {"number": who["number"], "place_in_order": place, "places": run, "added": [], "socket": socket,
                  "code": code, "words": " ".join(sentences)}  # fmt: skip
        self.results.append(result)

    def move_holders(self):
        """Fixed holders go to pitches they like better, from the first again after each move: it leaves one behind."""
        start = {who["number"]: self.square.stands[who["number"]] for who in self.holders}
        sockets, index = {}, 0
        while index < len(self.holders):
            who = self.holders[index]
            run, loads = self.square.lift(who["number"])
            better = self.better(who, run)
            if better:
                sockets[who["number"]] = self.square.give(who, better)
            else:
                self.square.put(who, run, loads)
            index = 0 if better else index + 1
        for who in self.holders:
            old, new = start[who["number"]], self.square.stands[who["number"]]
            if old == new:
                self.say(who, None, [], "stays", f"You keep {self.named(old)}: no pitch you would rather have was free "
                                                 "and suits you.")  # fmt: skip
            else:
                self.say(who, None, new, "", f"You moved from {self.named(old)} to {self.named(new)}, as you asked.",
                         socket=sockets[who["number"]])  # fmt: skip

    def better(self, who, run):
        """The pitches this holder likes best of those they asked for and like better than their own, or None."""
        kept, ranks, *_ = self.square.liking(who, run)
        wished = [(liking, each) for each in self.square.runs(len(run)) if set(each) <= set(who["preferences"])
                  and (liking := self.square.liking(who, each))[1] < ranks and liking[0] <= kept
                  and self.square.flaw(who, each) is None]  # fmt: skip
        return min(wished, default=(None, None))[1]

    def take_turn(self, who, place):
        """One casual trader gets pitches, or the reason why not."""
        growing = self.policy["expansion"]
        turn = f"You were {ordinal(place)} of {len(self.casuals)}: {self.standing(who)}."
        run = self.square.best(who, growing)
        if run is None:
            code, key, area = self.square.why_not(who)
            self.say(who, place, [], code, turn, self.sentence(code, who, key, area))
            return
        self.say(who, place, run, "", turn, f"You have {self.named(run)}{self.how_liked(who, run)}.",
                 *self.fewer(who, run), socket=self.square.give(who, run))  # fmt: skip

    def grow(self):
        """One more pitch a round, beside what they have, for each who wants more, until nothing changes."""
        added, settled = defaultdict(list), False
        while not settled:
            settled = True
            for who in [*self.before, *self.holders, *self.casuals]:
                if (one := self.one_more(who)) is not None:
                    self.square.put(who, [one], [])
                    added[who["number"]].append(one)
                    settled = False
        for who in self.before:
            self.say(who, None, [], "" if added[who["number"]] else "none_more",
                     *([] if added[who["number"]] else ["No pitch beside yours was left over."]))  # fmt: skip
        for result in self.results:
            if more := added[result["number"]]:
                result["added"], result["code"] = more, ""
                result["words"] = f"{result['words']} {self.named(more)} was left over, and is yours as well.".strip()

    def one_more(self, who):
        """The better of the pitches beside a trader's own that is left over and fits, or None."""
        run = self.square.stands.get(who["number"])
        if not run or len(run) >= who["places"]:
            return None
        plain = {**who, "amps": 0, "frontage_cm": 0}  # their own pitches see to these
        ends = [[one] for one in self.square.ends(run) if one in self.square.free]
        fitting = [end for end in ends if self.square.flaw(plain, end) is None]
        return min(fitting, key=lambda end: self.square.liking(plain, end))[0] if fitting else None

    def standing(self, who):
        """What put a trader where they are in the order."""
        days, registered = who["attendance"], date.fromisoformat(who["registered"])
        words = {
            "priority": "in the priority group" if who["priority"] else "not in the priority group",
            "attendance": f"{days} day{'' if days == 1 else 's'} stood here in the last 52 weeks",
            "registered": f"registered on {registered.day} {registered:%B} {registered.year}",
            "lottery": f"your lot was {lot(self.inputs['seed'], who['number'])[:8]}",
        }
        call = "here for the first call" if who["call"] == 1 else "came after the first call"
        return "; ".join([*([call] if self.inputs["call"] > 1 else []), *(words[key] for key in self.policy["order"])])

    def named(self, run):
        return " and ".join(self.names[one] for one in run)

    def how_liked(self, who, run):
        """Which wish was granted, or that none could be."""
        wishes = who["preferences"]
        granted = [wishes.index(one) + 1 for one in run if one in wishes]
        if granted:
            return f", your {ordinal(min(granted))} wish"
        return ": no pitch you asked for was free and suits you, so it is the best of the others" if wishes else ""

    def fewer(self, who, run):
        """That they have fewer than they wanted, where they do."""
        if len(run) < who["places"]:
            later = "More may follow when left-over pitches are given out." if self.policy["expansion"] else ""
            yield f"You asked for {who['places']}. {later}".strip()

    def sentence(self, code, who, key, area):
        """A refusal in a sentence, at the moment of their turn."""
        free, goods = len(self.square.free), self.goods.get(key, "the same goods")
        most, where = self.square.caps.get((key, area)), self.zones.get(area, "this market")
        return {
            "market_full": "Every pitch was taken when your turn came.",
            "minimum_not_met": f"You asked for at least {who['least']} pitches, and {free} could be had.",
            "no_run": f"You asked for at least {who['least']} pitches side by side; none of the {free} free ones were.",
            "no_frontage": f"No free pitches had {who['frontage_cm'] / 100:g} metres of frontage side by side.",
            "no_accessible_pitch": "No accessible pitch was free when your turn came.",
            "no_hot_food_pitch": "No pitch where hot food is allowed was free when your turn came.",
            "no_vehicle_pitch": "No pitch that takes a vehicle was free when your turn came.",
            "no_power": f"No free pitch that suits you has a socket of {who['amps']} amps.",
            "circuit_full": f"The circuits of the free pitches could not carry {who['amps']} amps more.",
            "cap_reached": f"At most {most} may sell {goods} at {where}, and that many were there before you.",
            "beside_same_goods": f"Every pitch that suits you was beside or opposite another stall with {goods}.",
        }[code]  # fmt: skip


def ordinal(number):
    """14 → 14th"""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(json.dumps(draw(json.load(file)), indent=1, ensure_ascii=False, sort_keys=True) + "\n")
