// The same places as tick boxes. The server's own list is used when there is one; otherwise it is built here,
// each row when it is first opened.

function make(name, properties, parent) {
  const node = Object.assign(document.createElement(name), properties);
  parent?.append(node);
  return node;
}

export class SeatList {
  constructor(container, map) {
    this.container = container;
    this.map = map;
    this.counters = []; // [row of places, element that says how many are free]
    this.boxes = new Map(); // place → its tick box
    if (container.querySelector("input")) this.adopt();
    else map.lines.forEach((line) => this.addRow(line));
    container.addEventListener("change", (event) => this.changed(event));
    map.places.forEach((place) => this.sync(place, place.yours || map.selectable(place)));
    this.count();
  }

  // The server's list: its boxes lose their name, because the form's hidden inputs speak for them from now on.
  adopt() {
    for (const box of this.container.querySelectorAll("input[type=checkbox]")) {
      const place = this.map.byId.get(box.value);
      if (!place) continue;
      box.removeAttribute("name");
      this.boxes.set(place, box);
      const counter = box.closest("details")?.querySelector("summary small");
      if (counter && !this.counters.some(([, element]) => element === counter)) {
        this.counters.push([this.map.lines[place.line], counter]);
      }
    }
    this.runs = [...this.container.querySelectorAll("input[type=radio]")];
    this.runs.forEach((radio) => radio.setAttribute("form", ""));
  }

  addRow(line) {
    const details = make("details", {}, this.container);
    const summary = make("summary", {}, details);
    const [place] = line;
    const row = this.map.plan.unit === "seat" && place.row.row ? ` row ${place.row.row}` : "";
    make("span", { textContent: place.area.name + row }, summary);
    this.counters.push([line, make("small", {}, summary)]);
    details.addEventListener("toggle", () => this.fill(details, line), { once: true });
  }

  fill(details, line) {
    for (const place of line) {
      const label = make("label", {}, details);
      const box = make("input", { type: "checkbox", value: place.id }, label);
      make("span", {}, label);
      this.boxes.set(place, box);
      this.sync(place, place.yours || this.map.selectable(place));
    }
  }

  // Called by the map whenever a place is painted.
  sync(place, may) {
    for (const radio of this.runs ?? []) {
      const places = radio.value.split("-").map((id) => this.map.byId.get(id));
      if (places.includes(place)) radio.checked = places.every((one) => one?.yours);
    }
    const box = this.boxes.get(place);
    if (!box) return;
    box.checked = place.yours;
    box.disabled = !may || this.map.mine.has(String(place.id));
    const label = box.closest("label");
    label.classList.toggle("gone", !may);
    const words = label.querySelector("span");
    if (words) words.textContent = this.map.label(place).replace(/, (available|chosen)$/, "");
  }

  count() {
    for (const [line, counter] of this.counters) {
      const free = line.filter((place) => this.map.selectable(place)).length;
      counter.textContent = free ? `${free} available` : "none available";
    }
  }

  changed(event) {
    if (event.target.type === "radio") {
      this.map.choose(event.target.value.split("-"));
      return;
    }
    const place = this.map.byId.get(event.target.value);
    if (place && event.target.type === "checkbox") this.map.toggle(place);
  }
}
