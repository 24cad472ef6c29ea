// The plan of the day: the same pitches as the list, each a button that opens what can be done about it.
import { svg } from "./dom.js";

const words = (row) => [row.name, row.who ?? row.hold ?? "", row.badge[1]].filter(Boolean).join(", ");

export function drawPlan(root, day, choose) {
  const at = root.contains(document.activeElement) ? document.activeElement.dataset.place : null;
  const edges = day.rows.map(({ box: [x, y, w, h] }) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2]);
  const [left, top, right, bottom] = [0, 1, 2, 3].map((i) => Math[i < 2 ? "min" : "max"](...edges.map((edge) => edge[i])));
  const pitches = day.rows.map((row) => {
    const [x, y, w, h] = row.box;
    const press = (event) => {
      if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      choose(row);
    };
    return svg("g", { class: row.state, transform: `translate(${x} ${y})`, role: "button", tabindex: "0",
      "data-place": row.place, "aria-label": words(row), onclick: press, onkeydown: press },
      svg("rect", { x: -w / 2, y: -h / 2, width: w, height: h, rx: 2 }), svg("text", { y: 5 }, row.label));
  });
  root.replaceChildren(svg("svg", { class: "plan regplan", viewBox: [left - 12, top - 12, right - left + 24, bottom - top + 24].join(" "), role: "group",
    "aria-label": "Plan of the day. The list has the same pitches in words." }, ...pitches));
  if (at) root.querySelector(`[data-place="${at}"]`)?.focus({ preventScroll: true });
}
