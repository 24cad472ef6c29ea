"""The pitches of a market day as they fill, and the hard rules about who may stand where. Pure: knows no database."""

from collections import Counter, defaultdict

UNLIMITED = 10**6
FLAGS = {"a": "no_accessible_pitch", "f": "no_hot_food_pitch", "v": "no_vehicle_pitch"}


class Square:
    """Who stands where, what each circuit carries in amps, how many sell what. Widths are centimetres."""

    def __init__(self, inputs):
        self.places = {place["id"]: place for place in inputs["places"]}
        self.order = sorted(self.places, key=lambda one: (*self.spot(one), one))
        self.nth = {one: n for n, one in enumerate(self.order)}
        self.right, self.left, self.beside = {}, {}, defaultdict(set)
        self._find_neighbours()
        self.free = {one for one in self.order if self.places[one]["free"]}
        self.amps = {circuit["id"]: circuit["amps"] for circuit in inputs["circuits"]}
        self.caps = {(cap["key"], cap["area"]): cap["most"] for cap in inputs["caps"]}
        self.apart = inputs["policy"]["keep_apart"]
        self.stands, self.keys, self.loads = {}, {}, {}
        self.sellers, self.carried, self.who = defaultdict(set), Counter(), defaultdict(set)
        for one in inputs["standing"]:
            self.put(one, one["places"], one["loads"])

    def spot(self, place):
        place = self.places[place]
        return place["area"], place["row"], place["position"]

    def _find_neighbours(self):
        at = {self.spot(one): one for one in reversed(self.order)}
        for one in self.order:
            area, row, position = self.spot(one)
            if (other := at.get((area, row, position + 1))) is not None:
                self.right[one], self.left[other] = other, one
        for one, place in self.places.items():
            for other in {self.right.get(one), *place["faces"]} & set(self.places):
                self.beside[one].add(other)
                self.beside[other].add(one)

    def put(self, who, run, loads):
        """Let a trader stand on these pitches (too), drawing power: [(place, amps)]."""
        number = who["number"]
        self.stands[number] = sorted({*self.stands.get(number, []), *run}, key=self.nth.get)
        self.keys[number], self.loads[number] = who["keys"], [*self.loads.get(number, []), *loads]
        self.free -= set(run)
        for place in run:
            self.who[place].add(number)
            for key in who["keys"]:
                self.sellers[key, None].add(number)
                self.sellers[key, self.places[place]["area"]].add(number)
        for place, amps in loads:
            self.carried[self.places[place]["circuit"]] += amps

    def lift(self, number):
        """Take a trader off the square: (their pitches, free from now on, and the power they drew)."""
        run, loads = self.stands.pop(number), self.loads.pop(number)
        self.free |= set(run)
        for place in run:
            self.who[place].discard(number)
            for key in self.keys[number]:
                self.sellers[key, None].discard(number)
                self.sellers[key, self.places[place]["area"]].discard(number)
        for place, amps in loads:
            self.carried[self.places[place]["circuit"]] -= amps
        return run, loads

    def give(self, who, run):
        """Let a trader stand on pitches that fit; returns the pitch whose socket they use, or None."""
        socket = self.socket(who, run) if who["amps"] else None
        self.put(who, run, [(socket, who["amps"])] if socket is not None else [])
        return socket

    def runs(self, length):
        """Every stretch of so many free pitches side by side."""
        for start in self.order:
            run = [start]
            while len(run) < length and run[-1] in self.free and run[-1] in self.right:
                run.append(self.right[run[-1]])
            if len(run) == length and self.free.issuperset(run):
                yield run

    def spare(self, place):
        """Amps that the circuit of a pitch can still carry."""
        circuit = self.places[place]["circuit"]
        return self.amps[circuit] - self.carried[circuit] if circuit in self.amps else UNLIMITED

    def socket(self, who, run):
        """The pitch of the run whose socket serves best: rated high enough, on the circuit with most to spare."""
        good = [one for one in run if min(self.places[one]["amps"], self.spare(one)) >= who["amps"]]
        return max(good, key=lambda one: (self.spare(one), -self.places[one]["amps"], -one), default=None)

    def full_cap(self, who, *areas):
        """The (goods, area) whose cap leaves no room for this trader in one of the areas (None: the market)."""
        for key in () if who["overridden"] else who["keys"]:
            for area in areas:
                if len(self.sellers[key, area] - {who["number"]}) >= self.caps.get((key, area), UNLIMITED):
                    return key, area
        return None

    def rival(self, who, run):
        """Goods of this trader that another sells beside or opposite these pitches, or None."""
        if self.apart and not who["overridden"] and who["keys"]:
            near = {number for place in run for other in self.beside[place] for number in self.who[other]}
            sold = {key for number in near - {who["number"]} for key in self.keys[number]}
            return min(sold.intersection(who["keys"]), default=None)
        return None

    def flaw(self, who, run):
        """(how far it came, code) of the first rule these pitches break for this trader; None where they fit."""
        places = [self.places[one] for one in run]
        if sum(place["width_cm"] for place in places) < who["frontage_cm"]:
            return 1, "no_frontage"
        for far, (flag, code) in enumerate(FLAGS.items(), 2):
            if flag in who["flags"] and not all(flag in place["flags"] for place in places):
                return far, code
        if who["amps"] and not any(place["amps"] >= who["amps"] for place in places):
            return 5, "no_power"
        if who["amps"] and self.socket(who, run) is None:
            return 6, "circuit_full"
        if self.full_cap(who, None, places[0]["area"]):
            return 7, "cap_reached"
        return None if self.rival(who, run) is None else (8, "beside_same_goods")

    def liking(self, who, run, growing=False):
        """What sorts the pitches that fit: accessible ones kept, wishes, nothing wasted, room to grow, appeal.

        Wasted is what this trader has no use for and the next may need: hot food, a vehicle's way, a socket.
        """
        wishes, places = who["preferences"], [self.places[one] for one in run]
        kept = 0 if "a" in who["flags"] else sum("a" in place["flags"] for place in places)
        ranks = sorted(wishes.index(one) if one in wishes else len(wishes) for one in run)
        wasted = sum(flag in place["flags"] and flag not in who["flags"] for place in places for flag in "fv")
        wasted += sum(place["amps"] > 0 for place in places) - (who["amps"] > 0)
        surplus = sum(place["amps"] for place in places) - who["amps"]
        room = sum(one in self.free for one in self.ends(run)) if growing else 0
        return kept, ranks, wasted, surplus, -room, sum(place["appeal"] for place in places), run

    def ends(self, run):
        """The pitches at both ends of a run."""
        return [one for one in (self.left.get(run[0]), self.right.get(run[-1])) if one is not None]

    def best(self, who, growing):
        """The pitches a trader gets at their turn, or None where nothing fits.

        Where left-overs are given out afterwards (`growing`), the fewest that are of use; otherwise as many as wanted.
        """
        lengths = range(who["least"], who["places"] + 1)
        for length in lengths if growing else reversed(lengths):
            fitting = [run for run in self.runs(length) if self.flaw(who, run) is None]
            if fitting:
                return min(fitting, key=lambda run: self.liking(who, run, growing and length < who["places"]))
        return None

    def why_not(self, who):
        """(code, goods, area) of the rule that the nearest miss broke, for somebody whom nothing fits."""
        if full := self.full_cap(who, None):
            return "cap_reached", *full
        if len(self.free) < who["least"]:
            return "minimum_not_met" if self.free else "market_full", None, None
        lengths = range(who["least"], who["places"] + 1)
        tried = [(*self.flaw(who, run), run) for length in lengths for run in self.runs(length)]
        if not tried:
            return "no_run", None, None
        _, code, run = max(tried, key=lambda one: one[0])
        if code == "beside_same_goods":
            return code, self.rival(who, run), None
        return code, *(self.full_cap(who, self.spot(run[0])[0]) or (None, None))
