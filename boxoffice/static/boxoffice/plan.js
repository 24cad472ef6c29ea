// Starts every [data-plan] on the page: fetches geometry and state, draws, polls, and keeps a form in step.
//
// On the element: data-geometry, data-availability (addresses), data-prices (JSON, band id → pence), data-max,
// data-single, data-run (so many side by side at once), data-input (name of the hidden inputs), data-form (id of their
// form), data-states (the first answer of availability, so that none is awaited), data-mine, data-chosen and data-usual (JSON lists of ids), data-sell-held (staff may choose places held back).
// Sent: "places-changed" {places, total}, bubbling. Heard, from anywhere in the page (htmx's HX-Trigger will do):
// "basket-changed" {mine: [ids]} and "choose-places" {places: [ids]}.
import { SeatMap, pounds } from "./seatmap.js";

const EVERY = 5000;
const SLOWEST = 60000;

class Plan {
  constructor(root, geometry) {
    this.root = root;
    this.data = root.dataset;
    this.unit = geometry.unit;
    this.status = this.part("status");
    this.map = new SeatMap(root.querySelector("svg.plan"), geometry, {
      prices: JSON.parse(this.data.prices || "{}"),
      list: root.querySelector("[data-seat-list]"),
      max: Number(this.data.max) || 10,
      single: "single" in this.data,
      run: Number(this.data.run) || 1,
      usual: JSON.parse(this.data.usual || "[]"),
      selectable: (place) => ".~".includes(place.state) || ("sellHeld" in this.data && place.state === "h"),
      say: (text) => this.say(text),
      onchange: () => this.changed(),
    });
    root.seatMap = this.map;
    this.version = null;
    this.wait = EVERY;
    this.part("loading")?.remove();
    this.wireButtons();
    this.listen();
    this.first = this.start();
  }

  part(name) {
    return this.root.querySelector(`[data-plan-${name}]`);
  }

  async start() {
    this.map.setMine(JSON.parse(this.data.mine || "[]"));
    if (this.data.states) {
      this.read(this.data.states); // what the page itself brought along
      this.again();
    } else await this.poll();
    this.drawLegend();
    const chosen = JSON.parse(this.data.chosen || "[]");
    if (chosen.length) this.map.choose(chosen);
    this.map.fit();
  }

  say(text) {
    if (this.status) this.status.textContent = text;
  }

  // ---- Buttons and key -----------------------------------------------------------------------------------

  wireButtons() {
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-plan-do]");
      if (button) this.press(button.dataset.planDo);
    });
  }

  press(what) {
    if (what === "plan" || what === "list") this.showView(what);
    else if (what === "in") this.map.zoomIn();
    else if (what === "out") this.map.zoomOut();
    else if (what === "fit") this.map.fit();
    else if (what === "clear") this.map.clear();
  }

  showView(view) {
    this.part("sheet").hidden = view !== "plan";
    this.root.querySelector("[data-seat-list]").hidden = view !== "list";
    for (const button of this.root.querySelectorAll("[data-plan-do=plan], [data-plan-do=list]")) {
      button.setAttribute("aria-pressed", String(button.dataset.planDo === view));
    }
  }

  drawLegend() {
    const legend = this.part("legend");
    if (!legend) return;
    legend.replaceChildren();
    const { plan, prices } = this.map;
    plan.bands.forEach((band, index) => {
      const price = prices[band.id];
      const words = price === undefined ? band.name : `${band.name} ${pounds(price).replace(/\.00$/, "")}`;
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.append(this.swatch(`band-${index % 5} is-free`), words);
      button.addEventListener("click", () => this.pressBand(legend, button, index));
      this.legendItem(legend, button);
    });
    const flags = new Set(this.map.places.flatMap((place) => [...place.flags]));
    this.legendItem(legend, this.swatch("band-0 is-yours"), "Yours");
    if (this.map.usual.size) this.legendItem(legend, this.swatch("band-0 is-free is-usual"), "Your usual");
    if (new URLSearchParams(this.data.availability.split("?")[1]).getAll("day").length > 1) {
      this.legendItem(legend, this.swatch("band-0 is-partly"), "Free on some days");
    }
    this.legendItem(legend, this.swatch("band-0 is-sold"), "Taken");
    if (!("single" in this.data)) {
      this.legendItem(legend, this.swatch("band-0 is-basket"), "In a basket");
      this.legendItem(legend, this.swatch("band-0 is-held"), "Held back");
    } else if (this.map.places.some((place) => place.state === "n")) {
      this.legendItem(legend, this.swatch("band-0 is-held"), "Not for your goods");
    }
    if (flags.has("w")) this.legendItem(legend, this.swatch("band-3 is-free flag-w"), "Wheelchair space");
    if (flags.has("r")) this.legendItem(legend, this.swatch("band-4 is-free flag-r"), "Restricted view");
  }

  legendItem(legend, ...content) {
    const item = document.createElement("li");
    item.append(...content);
    legend.append(item);
  }

  swatch(classes) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "-11 -11 22 22");
    svg.setAttribute("aria-hidden", "true");
    const corner = classes.includes("flag-w") ? 1 : this.unit === "seat" ? 6 : 3;
    const tick = classes.includes("is-yours") ? '<path class="tick" d="M-5 0l4 4 6-8"/>' : "";
    svg.innerHTML = `<g class="place ${classes}"><rect x="-9" y="-9" width="18" height="18" rx="${corner}"/>${tick}</g>`;
    return svg;
  }

  pressBand(legend, button, index) {
    const on = button.getAttribute("aria-pressed") !== "true";
    legend.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", String(on));
    this.map.showBand(on ? index : null);
  }

  // ---- The form ------------------------------------------------------------------------------------------

  changed() {
    const places = this.map.chosen;
    this.writeInputs(places);
    this.writeWords(places);
    const detail = {
      places: places.map((place) => ({ id: place.id, name: this.map.name(place), pence: this.map.price(place) })),
      total: this.map.total,
    };
    this.root.dispatchEvent(new CustomEvent("places-changed", { bubbles: true, detail }));
  }

  writeInputs(places) {
    const form = document.getElementById(this.data.form);
    if (!form) return;
    const name = this.data.input || "place";
    form.querySelectorAll("input[data-from-plan]").forEach((input) => input.remove());
    for (const place of places) {
      const input = Object.assign(document.createElement("input"), { type: "hidden", name, value: place.id });
      input.dataset.fromPlan = "";
      form.append(input);
    }
  }

  // Any element of the page may ask to be told: data-chosen-count, -names, -total; data-needs-places is disabled at none.
  writeWords(places) {
    const units = this.unit === "pitch" ? "pitches" : "seats";
    const count = places.length === 1 ? `1 ${this.unit} chosen` : `${places.length || "No"} ${units} chosen`;
    const tell = (name, text) => {
      document.querySelectorAll(`[data-chosen-${name}]`).forEach((element) => { element.textContent = text; });
    };
    tell("count", count);
    tell("names", places.map((place) => this.map.name(place)).join(", "));
    tell("total", places.length ? pounds(this.map.total) : "");
    document.querySelectorAll("[data-needs-places]").forEach((button) => { button.disabled = !places.length; });
  }

  // ---- State ---------------------------------------------------------------------------------------------

  listen() {
    this.hear(document, "visibilitychange", () => { if (!document.hidden) this.poll(); });
    this.hear(document, "basket-changed", (event) => {
      this.map.setMine(event.detail?.mine ?? []);
      this.poll();
    });
    this.hear(document, "choose-places", async (event) => {
      await this.poll();
      this.map.choose(event.detail?.places ?? []);
    });
  }

  // Listens until the plan has left the page.
  hear(target, name, act) {
    const heard = (event) => (this.root.isConnected ? act(event) : target.removeEventListener(name, heard));
    target.addEventListener(name, heard);
  }

  // Asks now, and again after about five seconds for as long as the page is looked at.
  poll() {
    clearTimeout(this.timer);
    this.asking ??= this.ask().finally(() => {
      this.asking = null;
      this.again();
    });
    return this.asking;
  }

  again() {
    clearTimeout(this.timer);
    if (!this.root.isConnected || document.hidden) return;
    this.timer = setTimeout(() => this.poll(), this.wait * (0.8 + Math.random() * 0.4));
  }

  async ask() {
    try {
      const answer = await fetch(this.data.availability, { cache: "no-cache", credentials: "same-origin" });
      if (!answer.ok) throw new Error(`Availability answered ${answer.status}.`);
      this.read(await answer.text());
      if (this.wait > EVERY) this.say("Up to date again.");
      this.wait = EVERY;
    } catch {
      this.wait = Math.min(this.wait * 2, SLOWEST);
      this.say("We cannot reach the box office just now, so the plan may be out of date. We will keep trying.");
    }
  }

  read(text) {
    const [version, states, notes] = text.split("\n");
    if (version === this.version) return;
    this.map.apply(states, JSON.parse(notes || "{}"));
    this.version = version;
  }
}

const started = new WeakSet();

export async function startPlan(root) {
  if (started.has(root)) return;
  started.add(root);
  try {
    const answer = await fetch(root.dataset.geometry);
    if (!answer.ok) throw new Error(`The plan answered ${answer.status}.`);
    const plan = new Plan(root, await answer.json());
    plan.showView("plan");
    await plan.first;
  } catch (error) {
    root.querySelector("[data-plan-sheet]").hidden = true;
    root.querySelector("[data-seat-list]").hidden = false;
    root.querySelector("[data-plan-status]").textContent = "The plan cannot be shown just now.";
    throw error;
  } finally {
    root.dataset.ready = "";
  }
}

const startAll = () => document.querySelectorAll("[data-plan]").forEach(startPlan);
startAll();
document.addEventListener("htmx:afterSettle", startAll);
