// One dialog for everything that takes more than one press; it is closed with Escape or its button.
import { button, el } from "./dom.js";

const box = el("dialog", { class: "panel", "aria-labelledby": "panel-title" });
let whenClosed = null;

box.addEventListener("close", () => {
  const done = whenClosed;
  whenClosed = null;
  done?.();
});

// Shows a panel instead of the one before it; `closed` is called when the officer is done with it.
export function show(title, ...content) {
  if (!box.isConnected) document.body.append(box);
  const options = content.at(-1)?.closed ? content.pop() : {};
  whenClosed = options.closed ?? whenClosed;
  box.replaceChildren(el("header", {}, el("h2", { id: "panel-title", tabindex: "-1" }, title),
    button("Close", close, { name: "x" })), el("div", { class: "panelbody" }, ...content));
  if (!box.open) box.showModal();
  (box.querySelector("[data-first]") ?? box.querySelector("h2")).focus();
}

export function close() {
  if (box.open) box.close();
}

export const isOpen = () => box.open;

// A column of large buttons: [[words, what it does, small print]].
export function choices(rows) {
  return el("div", { class: "choices" }, rows.filter(Boolean).map(([words, onclick, small, kind]) =>
    el("button", { type: "button", class: `btn wide ${kind ?? ""}`.trim(), onclick }, el("span", {}, words,
      small && el("small", {}, small)))));
}

export function field(label, input, hint = "") {
  input.id ||= `f-${Math.random().toString(36).slice(2)}`;
  if (hint) input.setAttribute("aria-describedby", `${input.id}-hint`);
  return el("div", { class: "field" }, el("label", { for: input.id }, label),
    hint && el("span", { class: "hint", id: `${input.id}-hint` }, hint), input);
}

// The same work pressed twice is done once: a press while it is under way does nothing.
export function once(work) {
  let busy = false;
  return async (...given) => {
    if (busy) return;
    busy = true;
    try {
      await work(...given);
    } finally {
      busy = false;
    }
  };
}

// What the device had no room for; `more` goes on with what else is not so.
export function notKept(more, again) {
  show("Not recorded", problem(`This tablet could not keep it, so nothing is recorded${more}.`),
    el("p", {}, "The tablet may be full. Close other pages or make room on it, and try again. If that does not help, write it down and enter it on another tablet."),
    choices([["Try again", once(again), "", "primary"], ["Leave it", close]]));
}

export const problem = (words) => el("p", { class: "notice bad", role: "alert" }, words);
