// A plan of seats or pitches: an SVG grid with one tab stop, beside a list of real tick boxes.
// No dependencies, nothing global, no inline style in markup. Geometry is fetched once; state is a string,
// one character a place, in the order the places stand in the geometry file.
import { SeatList } from "./seatmap-list.js";
import { Viewport } from "./seatmap-view.js";

const SVG = "http://www.w3.org/2000/svg";
const READABLE = 15; // CSS pixels a place must be across before its number is drawn

const STATES = {
  ".": { css: "free", words: "available" },
  "x": { css: "sold", words: "taken" },
  "b": { css: "basket", words: "in somebody else's basket" },
  "h": { css: "held", words: "held back" },
  "k": { css: "off", words: "not on sale" },
  "~": { css: "partly", words: "free on some of the days" },
  "n": { css: "held", words: "not for you" },
};
const FLAGS = {
  w: "wheelchair space", c: "companion seat", r: "restricted view",
  e: "electricity", k: "corner", f: "hot food", v: "vehicle access", a: "accessible pitch",
};

export const pounds = (pence) => "£" + (pence / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 });

function draw(name, attributes, parent) {
  const node = document.createElementNS(SVG, name);
  for (const key in attributes) node.setAttribute(key, attributes[key]);
  parent?.append(node);
  return node;
}

const nearest = (places, x) =>
  places?.reduce((best, place) => (Math.abs(place.x - x) < Math.abs(best.x - x) ? place : best));

export class SeatMap {
  // plan: the geometry. Options: prices {band id: pence}, list (element), say(text), onchange(places),
  // max, single (choosing another replaces the first), run (so many side by side, chosen at once), usual (ids),
  // selectable(place).
  constructor(svg, plan, options = {}) {
    this.svg = svg;
    this.plan = plan;
    this.prices = options.prices ?? {};
    this.say = options.say ?? (() => {});
    this.onchange = options.onchange ?? (() => {});
    this.run = options.run ?? 1;
    this.single = Boolean(options.single) || this.run > 1;
    this.max = this.single ? this.run : options.max ?? 10;
    this.usual = new Set((options.usual ?? []).map(String));
    this.selectable = options.selectable ?? ((place) => place.state === ".");
    this.places = []; // in the order of the file
    this.byId = new Map();
    this.lines = []; // rows of places, for the arrow keys
    this.chosen = []; // what the person has picked and not yet sent
    this.mine = new Set(); // ids the server already keeps in this person's basket
    this.band = null; // when set, the other bands are faded
    this.build();
    this.view = new Viewport(svg, { width: plan.w, height: plan.h }, {
      onview: () => this.afterView(),
      ontap: (event) => this.tap(event),
    });
    this.view.fit();
    this.list = options.list ? new SeatList(options.list, this) : null;
    svg.addEventListener("keydown", (event) => this.key(event));
  }

  // ---- Drawing -------------------------------------------------------------------------------------------

  build() {
    const sheet = document.createDocumentFragment();
    if (this.plan.stage) this.drawStage(sheet);
    const grid = draw("g", {
      role: "grid", "aria-label": this.plan.name, "aria-multiselectable": String(!this.single || this.run > 1),
    }, sheet);
    for (const area of this.plan.areas) {
      for (const row of area.rows) this.drawRow(area, row, grid);
      if (area.rows.length) this.drawAreaName(area, sheet);
    }
    this.size = Math.min(...this.places.map((place) => Math.min(place.w, place.h)), 60);
    this.svg.replaceChildren(sheet);
    this.current = this.places[0];
    this.current?.node.setAttribute("tabindex", "0");
    this.places.forEach((place) => this.paint(place));
  }

  drawStage(sheet) {
    const { label, x } = this.plan.stage;
    draw("path", { d: `M${x - 170} 14h340l-24 34h-292z`, class: "stagebox", "aria-hidden": "true" }, sheet);
    draw("text", { x, y: 38, class: "stage", "aria-hidden": "true" }, sheet).textContent = label;
  }

  drawAreaName(area, sheet) {
    const line = this.lines.find((places) => places[0].area === area);
    const middle = (Math.min(...line.map((place) => place.x)) + Math.max(...line.map((place) => place.x))) / 2;
    const pitch = this.plan.unit === "pitch";
    const below = pitch ? line[0] : nearest(line, middle);
    const x = pitch ? below.x - below.w / 2 : middle;
    const y = below.y - below.h / 2 - (pitch ? 6 : 9);
    draw("text", { x, y, class: `areaname ${this.plan.unit}`, "aria-hidden": "true" }, sheet).textContent = area.name;
  }

  drawRow(area, row, grid) {
    if (!row.places.length) return;
    const name = [area.name, row.row && `row ${row.row}`].filter(Boolean).join(" ");
    const group = draw("g", { role: "row", "aria-label": name }, grid);
    const line = row.places.map((values) => this.addPlace(area, row, values, group));
    this.lines.push(line);
    if (this.plan.unit !== "seat" || !row.row) return;
    for (const [end, gap] of [[line[0], -20], [line[line.length - 1], 20]]) {
      draw("text", { x: end.x + gap, y: end.y + 4, class: "rowname", "aria-hidden": "true" }, group).textContent = row.row;
    }
  }

  addPlace(area, row, [id, name, x, y, band, flags, w = 18, h = 18, position = 0, ...real], group) {
    const node = draw("g", {
      role: "gridcell", tabindex: "-1", "data-place": id, transform: `translate(${x} ${y})`,
    }, group);
    const rounded = flags.includes("w") ? 1 : this.plan.unit === "seat" ? 6 : 3;
    draw("rect", { x: -w / 2, y: -h / 2, width: w, height: h, rx: rounded }, node);
    const [wide = 0, deep = 0, amps = 0] = real; // centimetres and amperes, of pitches
    const place = { id, name, x, y, band, flags, w, h, position, wide, deep, amps, area, row, node,
                    line: this.lines.length, state: "k", note: "", yours: false };
    this.places.push(place);
    this.byId.set(String(id), place);
    return place;
  }

  // A place's state becomes classes, words and ticks; the look itself is in seatmap.css.
  paint(place) {
    const { node } = place;
    const state = place.yours ? "yours" : STATES[place.state].css;
    const may = place.yours || this.selectable(place);
    const classes = ["place", `band-${place.band % 5}`, `is-${state}`, ...[...place.flags].map((flag) => `flag-${flag}`)];
    if (may) classes.push("may-choose");
    if (this.usual.has(String(place.id))) classes.push("is-usual");
    if (this.band !== null && place.band !== this.band) classes.push("faded");
    node.setAttribute("class", classes.join(" "));
    node.setAttribute("aria-label", this.label(place));
    node.setAttribute("aria-selected", String(place.yours));
    if (may) node.removeAttribute("aria-disabled");
    else node.setAttribute("aria-disabled", "true");
    this.paintTick(place);
    this.list?.sync(place, may);
  }

  paintTick(place) {
    if (!place.yours) return place.tick?.remove();
    place.tick ??= draw("path", { d: "M-5 0l4 4 6-8", class: "tick", "aria-hidden": "true" });
    return place.node.append(place.tick);
  }

  // Numbers are drawn the first time they would be readable.
  afterView() {
    const far = this.view.scale * this.size < READABLE;
    this.svg.classList.toggle("far", far);
    if (far || this.numbered) return;
    this.numbered = true;
    this.places.forEach((place) => this.drawNumber(place));
  }

  drawNumber(place) {
    const text = place.flags.includes("w") ? "♿\uFE0E" : place.name;
    const size = Math.min(14, Math.max(7, (place.w * 0.95) / Math.max(2, text.length)), place.h * 0.5);
    const attributes = { class: "no", y: size * 0.36, "font-size": size, "aria-hidden": "true" };
    draw("text", attributes, place.node).textContent = text;
    if (place.flags.includes("e")) {
      const corner = `translate(${place.w / 2 - 7} ${-place.h / 2 + 8})`;
      draw("path", { d: "M1-5l-5 6h3l-1 4 5-6h-3z", transform: corner, class: "bolt", "aria-hidden": "true" }, place.node);
    }
  }

  // ---- Words ---------------------------------------------------------------------------------------------

  // "Stalls F 12", "Aisle B B4"
  name(place) {
    const number = this.plan.unit === "seat" ? `${place.row.row} ${place.name}` : `${place.row.row}${place.name}`;
    return `${place.area.name} ${number.trim()}`;
  }

  price(place) {
    return this.prices[this.plan.bands[place.band].id];
  }

  // "Stalls F 12, Premium £32.00, restricted view, available"
  label(place) {
    const band = this.plan.bands[place.band].name;
    const price = this.price(place);
    const free = place.note || STATES[place.state].words;
    const state = this.mine.has(String(place.id)) ? "in your basket" : place.yours ? "chosen" : free;
    return [
      this.name(place),
      ...(this.usual.has(String(place.id)) ? ["your usual"] : []),
      price === undefined ? band : `${band} ${pounds(price)}`,
      ...this.features(place),
      ...(place.yours && place.note ? [place.note] : []),
      state,
    ].join(", ");
  }

  // "3 × 3 m", "16 A", "corner": real sizes and power, and the flags in words. The amperes speak for electricity.
  features(place) {
    const flags = [...place.flags].filter((flag) => !(flag === "e" && place.amps)).map((flag) => FLAGS[flag]);
    const size = place.wide && place.deep ? `${place.wide / 100} × ${place.deep / 100} m` : "";
    return [size, place.amps ? `${place.amps} A` : "", ...flags].filter(Boolean);
  }

  get total() {
    return this.chosen.reduce((sum, place) => sum + (this.price(place) ?? 0), 0);
  }

  // ---- Choosing ------------------------------------------------------------------------------------------

  toggle(place, quiet = false) {
    const refusal = this.refusal(place);
    if (refusal) {
      this.paint(place); // puts a tick box back
      this.say(refusal);
      return;
    }
    if (this.run > 1) this.toggleRun(place);
    else if (place.yours) this.drop(place);
    else {
      if (this.single) [...this.chosen].forEach((other) => this.drop(other));
      place.yours = true;
      this.chosen.push(place);
    }
    this.paint(place);
    if (quiet) return;
    this.onchange(this.chosen);
    this.say(`${this.label(place)}. ${this.chosen.length} chosen, total ${pounds(this.total)}.`);
  }

  // One tap takes the whole run that begins here, or else the one that holds this place.
  toggleRun(place) {
    const run = place.yours ? [] : this.runAt(place);
    [...this.chosen].forEach((other) => this.drop(other));
    this.chosen = run;
    run.forEach((one) => { one.yours = true; this.paint(one); });
  }

  // So many neighbours in one row, none of them taken; null where there are none.
  runAt(place) {
    const line = this.lines[place.line];
    for (let back = 0; back < this.run; back += 1) {
      const run = Array.from({ length: this.run }, (_, step) =>
        line.find((other) => other.position === place.position - back + step));
      if (run.every((one) => one && this.selectable(one))) return run;
    }
    return null;
  }

  refusal(place) {
    if (this.mine.has(String(place.id))) return `${this.name(place)} is in your basket already. Remove it there.`;
    if (place.yours) return "";
    if (!this.selectable(place)) return `${this.label(place)}. You cannot choose this ${this.plan.unit}.`;
    if (this.run > 1 && !this.runAt(place)) {
      return `There are no ${this.run} ${this.plan.unit === "pitch" ? "pitches" : "places"} side by side here.`;
    }
    if (!this.single && this.chosen.length >= this.max) return `You can choose up to ${this.max}.`;
    return "";
  }

  drop(place) {
    place.yours = this.mine.has(String(place.id));
    this.chosen = this.chosen.filter((other) => other !== place);
    this.paint(place);
  }

  // Choose exactly these, for instance what the server found best.
  choose(ids) {
    [...this.chosen].forEach((place) => this.drop(place));
    const places = ids.map((id) => this.byId.get(String(id))).filter(Boolean);
    places.sort((one, other) => one.position - other.position);
    for (const place of places) if (!place.yours && !this.refusal(place)) this.toggle(place, true);
    if (this.chosen.length) this.makeCurrent(this.chosen[0], false);
    this.onchange(this.chosen);
    this.say(this.chosen.length ? `Chosen: ${this.chosen.map((place) => this.name(place)).join(", ")}.` : "None chosen.");
  }

  clear() {
    [...this.chosen].forEach((place) => this.drop(place));
    this.onchange(this.chosen);
  }

  // The ids the server holds for this person: drawn as theirs, and no longer "chosen".
  setMine(ids) {
    const before = this.mine;
    this.mine = new Set(ids.map(String));
    this.chosen = this.chosen.filter((place) => !this.mine.has(String(place.id)));
    for (const id of new Set([...before, ...this.mine])) {
      const place = this.byId.get(id);
      if (!place) continue;
      place.yours = this.mine.has(id) || this.chosen.includes(place);
      this.paint(place);
    }
    this.onchange(this.chosen);
  }

  // The newest state, one character a place, and notes {id: words}. Says so when somebody else took a chosen place.
  apply(states, notes = {}) {
    if (states.length !== this.places.length) throw new Error("The state does not fit this plan.");
    const lost = [];
    this.places.forEach((place, index) => {
      const note = notes[place.id] ?? "";
      if (place.state === states[index] && place.note === note) return;
      place.state = states[index];
      place.note = note;
      if (this.chosen.includes(place) && !this.selectable(place)) {
        lost.push(place);
        this.drop(place);
      } else this.paint(place);
    });
    this.list?.count();
    this.startOnFree();
    if (!lost.length) return;
    this.onchange(this.chosen);
    this.say(`Sorry, ${lost.map((place) => this.name(place)).join(", ")} has just gone to somebody else.`);
  }

  // The first time, the tab stop goes to the first free place.
  startOnFree() {
    if (this.started) return;
    this.started = true;
    const free = this.places.find((place) => this.selectable(place));
    if (free && !this.svg.contains(document.activeElement)) this.makeCurrent(free, false);
  }

  // Fade every band but this one; null shows them all.
  showBand(index) {
    this.band = index;
    this.places.forEach((place) => this.paint(place));
  }

  zoomIn() { this.view.zoom(1.6); }
  zoomOut() { this.view.zoom(1 / 1.6); }
  fit() { this.view.fit(); }

  // ---- Keys and taps -------------------------------------------------------------------------------------

  makeCurrent(place, focus = true) {
    this.current.node.setAttribute("tabindex", "-1");
    this.current = place;
    place.node.setAttribute("tabindex", "0");
    this.view?.reveal(place.x, place.y);
    if (focus) place.node.focus({ preventScroll: true });
  }

  key(event) {
    if (!this.current || event.altKey || event.metaKey) return;
    const target = this.targetOf(event);
    if (target) this.makeCurrent(target);
    else if (event.key === " " || event.key === "Enter") this.toggle(this.current);
    else if (event.key === "+" || event.key === "=") this.view.zoom(1.5, this.current);
    else if (event.key === "-") this.view.zoom(1 / 1.5, this.current);
    else if (event.key === "0") this.view.fit();
    else if (target === undefined) return; // not one of our keys
    event.preventDefault();
  }

  // Where a key leads: a place, null when there is none that way, undefined when it is not a key for moving.
  targetOf(event) {
    const line = this.lines[this.current.line];
    switch (event.key) {
      case "ArrowRight": return this.along(line, 1, event.ctrlKey);
      case "ArrowLeft": return this.along(line, -1, event.ctrlKey);
      case "ArrowDown": return this.across(1);
      case "ArrowUp": return this.across(-1);
      case "Home": return line[0];
      case "End": return line[line.length - 1];
      case "PageDown": return this.nextArea(1);
      case "PageUp": return this.nextArea(-1);
      default: return undefined;
    }
  }

  along(line, step, toFree) {
    let index = line.indexOf(this.current) + step;
    while (toFree && line[index] && !this.selectable(line[index])) index += step;
    return line[index] ?? null;
  }

  across(step) {
    return nearest(this.lines[this.current.line + step], this.current.x) ?? null;
  }

  nextArea(step) {
    let line = this.current.line + step;
    while (this.lines[line] && this.lines[line][0].area === this.current.area) line += step;
    return nearest(this.lines[line], this.current.x) ?? null;
  }

  // A first tap on places too small for a finger zooms in to 44 pixels; the next tap chooses.
  tap(event) {
    const pitch = this.size + 4;
    if (event.touch && this.view.scale * pitch < 24) {
      this.view.zoom(44 / pitch / this.view.scale, event.point);
      return;
    }
    const place = this.byId.get(event.target.closest?.("[data-place]")?.dataset.place);
    if (!place) return;
    this.makeCurrent(place);
    this.toggle(place);
  }
}
