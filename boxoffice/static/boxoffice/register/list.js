// The list of pitches: a row each, with what can be done about it in one press.
import { button, el, icon, pounds, swapNode } from "./dom.js";

const ordinal = (n) => `${n}${n % 100 > 10 && n % 100 < 14 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[n % 10] ?? "th")}`;

export const badge = ([tone, words]) => el("span", { class: `badge ${tone}` }, words);

function about(row) {
  const parts = [row.sort, row.goods].filter(Boolean).map((words) => [" · ", words]).flat().slice(1);
  if (row.absences) parts.push(" · ", el("b", { class: "wrong" }, `${ordinal(row.absences)} absence`));
  if (row.owes) parts.push(" · ", el("b", { class: "wrong" }, `Owes ${pounds(row.owes)}`));
  if (row.due) parts.push(" · ", el("b", {}, `${pounds(row.due)} to pay`));
  return el("span", { class: "muted" }, ...parts);
}

function paper([tone, words]) {
  return el("span", { class: `paper ${tone}` }, icon("triangle-alert"), words);
}

function note(one) {
  return el("span", { class: "regnote" }, one.warning ? el("b", {}, "Warning: ") : null, one.text || "Photo",
    one.photo ? [" ", el("a", { href: one.photo }, "photo")] : null, el("span", { class: "muted" }, ` (${one.by})`));
}

function nameOf(row) {
  if (row.state === "held") return [el("b", {}, "Held"), el("span", { class: "muted" }, row.hold)];
  if (row.state === "free") {
    return [el("b", {}, "(free)"), row.late ? el("span", { class: "muted" }, `${row.late.name} was not here by the cut-off`) : null];
  }
  return [el("b", {}, row.who), about(row), (row.papers ?? []).filter(([tone]) => tone !== "ok").map(paper)];
}

function buttons(row, act) {
  const more = { more: row.label, "data-key": "more", "aria-label": `More for ${row.label}` };
  const dots = button("⋯", () => act.more(row), { ...more, more: "", kind: "dots" });
  if (row.state === "held") return [dots];
  if (row.state === "free") {
    return [row.late && button("Came after all", () => act.back(row), { more: row.label, "data-key": "back" }),
      row.price !== null && row.price !== undefined
        && button("Let for today", () => act.let(row), { kind: "primary", more: row.label, "data-key": "let" }), dots];
  }
  if (!row.line) return [dots]; // let and not sent yet: what is said of somebody is said of their booking
  const here = row.presence === "arrived";
  const said = row.state === "due" ? "primary" : "";
  return [
    row.state === "unpaid"
      ? button(`Take ${pounds(row.due)}`, () => act.pay(row), { kind: "primary", more: row.label, "data-key": "here" })
      : button("Here", () => act.here(row), { kind: said, more: row.label, "data-key": "here", "aria-pressed": String(here) }),
    button("Absent", () => act.absent(row), { more: row.label, "data-key": "absent", "aria-pressed": String(row.state === "away") }),
    dots,
  ];
}

function drawRow(row, act) {
  return el("li", { id: `pitch-${row.place}`, class: row.state, "data-state": row.state },
    el("b", { class: "pno" }, row.label),
    el("div", { class: "rname" }, ...nameOf(row), row.notes.map(note),
      row.pending && el("span", { class: "muted waiting" }, icon("clock"), "Not sent yet")),
    badge(row.badge), el("div", { class: "btnrow" }, ...buttons(row, act)));
}

// Draws what has changed since the last time and leaves the rest alone.
export class List {
  constructor(root, act) {
    Object.assign(this, { root, act, drawn: new Map() });
  }

  draw(day) {
    for (const row of day.rows) {
      const now = JSON.stringify(row);
      const before = this.drawn.get(row.place);
      if (before?.said === now) continue;
      const node = drawRow(row, this.act);
      if (before) swapNode(before.node, node);
      else this.root.append(node);
      this.drawn.set(row.place, { said: now, node });
    }
  }
}
