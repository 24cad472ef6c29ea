// What ⋯ and Absent offer for one pitch: kinds of absence, who stood, swap, note, photo, warning, no-show charge.
import { el, icon, pounds, receiptNumber } from "./dom.js";
import { choices, close, field, problem, show } from "./panel.js";
import { badge } from "./list.js";

const LARGEST = 1600;

export function absent(row, day, say) {
  const done = (kind) => () => { close(); say(row, kind); };
  show(`${row.label}, ${row.who}: absent`,
    choices([...day.kinds.map((kind) => [kind.words, done(kind.presence), `Charged: ${kind.costs}`]),
      row.state === "away" && ["Not absent after all", done("expected")]]));
}

function stoodBy(row, day, say) {
  show(`${row.label}: who stands there?`, choices(day.stood_by.map(({ key, words }) =>
    [words, () => { close(); say(row, "arrived", key); }, key === row.stood_by && row.presence === "arrived" ? "As it is now" : ""])));
}

function swap(row, day, tap) {
  const line = row.line ?? row.late?.line;
  const go = (other) => () => {
    close();
    tap({ act: "swap", line, place: other.place, said: { with: other.line ?? null } }, `${row.label} to ${other.label}`);
  };
  const free = day.rows.filter((one) => one.state === "free" && one.place !== row.place);
  const taken = day.rows.filter((one) => one.line && one.place !== row.place && !one.settled && !one.pending);
  show(`${row.label}, ${row.who ?? row.late.name}: move to`, el("p", { class: "muted" }, "The price stays as booked."),
    el("h3", {}, "Free pitches"), free.length ? tiles(free, go) : el("p", {}, "None is free."),
    el("h3", {}, "Change about with"), tiles(taken, go, true));
}

export function tiles(rows, go, named = false) {
  return el("div", { class: "tiles" }, rows.map((one) => el("button", { type: "button", class: "btn", onclick: go(one),
    "aria-label": one.name + (named ? `, ${one.who}` : "") }, el("b", {}, one.label), named ? el("small", {}, one.who) : null)));
}

function write(row, title, act, tap, hint) {
  const text = el("textarea", { class: "in", rows: 4, maxlength: 2000, "data-first": true });
  const save = (event) => {
    event.preventDefault();
    if (!text.value.trim()) {
      text.focus();
      return;
    }
    close();
    tap({ act, line: row.line ?? null, place: row.place, said: { text: text.value.trim() } }, `${title} on ${row.label}`);
  };
  show(`${row.label}: ${title.toLowerCase()}`, el("form", { class: "fields", onsubmit: save },
    field(title, text, hint), el("button", { class: "btn primary big" }, "Save")));
}

// The camera's picture, turned smaller so that a morning's photos go through a poor connection.
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => { canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", 0.82); });
  } catch {
    return file;
  }
}

function photo(row, tap) {
  const file = el("input", { type: "file", accept: "image/*", capture: "environment", "data-first": true });
  const text = el("input", { class: "in", type: "text", maxlength: 200 });
  const save = async (event) => {
    event.preventDefault();
    if (!file.files.length) {
      file.focus();
      return;
    }
    const kept = await smaller(file.files[0]);
    close();
    tap({ act: "photo", line: row.line ?? null, place: row.place, said: { text: text.value.trim() }, photo: kept },
      `Photo of ${row.label}`);
  };
  show(`${row.label}: photo`, el("form", { class: "fields", onsubmit: save }, field("Photo", file),
    field("Words (optional)", text), el("button", { class: "btn primary big" }, "Save")));
}

function facts(row) {
  const phone = row.phone && el("a", { href: `tel:${row.phone.replaceAll(" ", "")}` }, row.phone);
  return el("div", { class: "panelfacts" }, badge(row.badge), row.goods && el("span", {}, row.goods), phone,
    (row.papers ?? []).map(([tone, words]) => el("span", { class: `paper ${tone}` },
      icon(tone === "ok" ? "check" : "triangle-alert"), words)),
    row.owes ? el("b", { class: "wrong" }, `Owes ${pounds(row.owes)} that is overdue`) : null,
    row.receipt && el("a", { href: `/market/receipts/${row.receipt}/` }, `Receipt ${receiptNumber(row.receipt)}`));
}

export function more(row, day, act) {
  const { tap, say } = act;
  if (row.settled) {
    show(`${row.label}, ${row.who}`, facts(row), problem("The day's charges are settled. Finance can put it right."));
    return;
  }
  const kept = row.line && row.state !== "free";
  const noShow = day.kinds.find((kind) => kind.presence === "no-show");
  const onIt = kept ? [
    row.state === "unpaid" && [`Take ${pounds(row.due)}`, () => act.pay(row), "", "primary"],
    row.presence === "arrived" && ["Not here after all", () => { close(); act.here(row); }],
    row.state !== "unpaid" && ["Who stands there", () => stoodBy(row, day, say), "The trader, an assistant, a replacement"],
    row.presence === "arrived" && ["Left early", () => { close(); say(row, "left-early"); }],
    ["Move to another pitch", () => swap(row, day, tap)],
  ] : [row.late && ["Came after all, on another pitch", () => swap(row, day, tap)]];
  show([row.label, row.who].filter(Boolean).join(", "), row.who && facts(row), choices([
    ...onIt,
    ["Note", () => write(row, "Note", "note", tap, "Kept with the day. The trader does not see it.")],
    ["Photo", () => photo(row, tap)],
    row.who && ["Warning", () => write(row, "Warning", "warning", tap, "What you told the trader, and which rule it was.")],
    kept && row.state !== "away" && ["No-show charge", () => { close(); say(row, "no-show"); }, `Charged: ${noShow.costs}`],
    row.let && ["Take this letting back", () => sure(row, act), "Let by mistake: the money goes back"],
  ]));
}

function sure(row, act) {
  show(`${row.label}: take the letting back?`, el("p", {}, `${row.who} gives the pitch up. What was paid goes back the same way.`),
    choices([["Take it back", () => { close(); act.undoLet(row); }, "", "danger"], ["Keep the letting", close]]));
}
