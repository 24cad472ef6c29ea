// Barcode scanners that type, and single keys. A scanner types a whole code in a few milliseconds a key and ends with
// Enter: wherever that happens on a counter page, the code goes to the find box and the field gets back what it held.
// Nobody types so fast, so nothing typed by hand is taken. A box for a voucher's code (name=code) keeps its scan.
//
//   data-letter="R"      press this with a single key, outside fields       data-digit="3"   choose this with a digit
//   data-letters-switch  turns single keys off and on, remembered in this browser
const GAP = 100; // milliseconds between two keys of one scan, at most
const MEAN = 50; // and on average: 240 words a minute
const LEAST = 12; // characters of the shortest code: an invoice number, a voucher, a ticket's 22
const CODE = /^[A-Za-z0-9_-]+$/;
const QUIET = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];
const SWITCH = "single-keys";

const find = document.getElementById("omni");
let burst = "";
let last = 0;
let began = 0;
let field = null; // what the burst is typed into, and what it held before
let held = "";
let waiting = null; // a single key, until it is sure that it is no scan

const writes = (element) =>
  element.isContentEditable || element.matches("textarea, select") ||
  (element.matches("input") && !QUIET.includes(element.type));

// Letters and figures both, or capitals and small letters: a name typed by a machine is no code.
export const isCode = (text) =>
  text.length >= LEAST && CODE.test(text) && (/\d/.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text)));

const on = () => localStorage.getItem(SWITCH) !== "off";

function begin(target, at) {
  burst = "";
  began = at;
  field = writes(target) && "value" in target ? target : null;
  held = field ? field.value : "";
}

function look(code) {
  if (field) field.value = held;
  const address = new URL(find.form.action);
  address.searchParams.set("q", code);
  location.assign(address);
}

function scanned(event) {
  const mine = event.target !== find && !event.target.matches("textarea, [type=password], [name=q], [name=code]");
  const fast = last - began < MEAN * burst.length;
  if (!mine || !fast || !isCode(burst)) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  look(burst);
  return true;
}

// ---- Single keys -------------------------------------------------------------------------------------------

function meant(key) {
  if (document.querySelector("dialog[open]") || !on()) return null;
  const name = CSS.escape(key.toUpperCase());
  return document.querySelector(`[data-letter="${name}"], [data-digit="${name}"]`);
}

function press(target) {
  waiting = null;
  if (!target.matches("[data-digit]")) return target.click();
  target.checked = true;
  target.focus();
  target.dispatchEvent(new Event("change", { bubbles: true }));
}

function hold(target) {
  waiting = { target, timer: setTimeout(() => press(target), GAP + 10) };
}

function drop() {
  if (waiting) clearTimeout(waiting.timer);
  waiting = null;
}

function sendNow(event) {
  const { target } = waiting;
  drop();
  press(target);
  if (!target.matches("[data-digit]")) return;
  event.preventDefault();
  target.form.requestSubmit();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.key === "Shift") return;
  const quick = event.timeStamp - last < GAP;
  last = event.timeStamp;
  if (event.key === "Enter") {
    if (!(quick && scanned(event)) && waiting) sendNow(event);
    burst = "";
  } else if (event.key.length === 1) {
    if (!quick || !burst) begin(event.target, event.timeStamp);
    else drop(); // a second key at once: a scan, or somebody typing
    burst += event.key;
    const target = burst.length === 1 && !writes(event.target) && meant(event.key);
    if (target) hold(target);
  } else burst = "";
}, { capture: true });

// ---- The switch --------------------------------------------------------------------------------------------

const toggle = document.querySelector("[data-letters-switch]");
if (toggle) {
  const show = () => toggle.setAttribute("aria-pressed", String(on()));
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    localStorage.setItem(SWITCH, on() ? "off" : "on");
    show();
  });
  show();
}
