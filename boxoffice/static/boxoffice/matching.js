// Matching by keyboard: J and K go from line to line, A allocates as proposed first, S sets aside. They act only
// while the focus is in the two panes and not in a field. Also what the ticked lines come to, and what is left over.
const panes = document.querySelector("[data-matching]");
const pounds = (pence) => `£${(pence / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`;
const links = () => [...panes.querySelectorAll("a[data-line]")];
const chosen = () => document.getElementById("chosen");

function go(step) {
  const all = links();
  const at = all.findIndex((link) => link.hasAttribute("aria-current"));
  const next = all[at + step];
  next?.focus();
  next?.click();
}

function mark(link) {
  links().forEach((each) => {
    each.toggleAttribute("aria-current", each === link);
    if (each === link) each.setAttribute("aria-current", "true");
    each.closest("tr").classList.toggle("here", each === link);
  });
}

function press(key) {
  const current = panes.querySelector("a[data-line][aria-current]");
  if (current?.dataset.line !== chosen()?.dataset.line) return; // the pane of another line is still there
  const control = chosen().querySelector(`[data-match-key="${key}"]`);
  if (!control) return;
  if (control.tagName !== "DETAILS") return control.click();
  control.open = true;
  control.querySelector("input:not([type=hidden])").focus();
}

const KEYS = { j: () => go(1), k: () => go(-1), a: () => press("a"), s: () => press("s") };

panes?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.matches("input, select, textarea")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
panes?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  if (!link) return;
  mark(link);
  chosen().dataset.line = ""; // until its own pane is there, keys do nothing
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "chosen" && matchMedia("(max-width: 64rem)").matches) event.target.scrollIntoView();
});

// Ticks: what somebody unticked stays so while they work through the other lines.
const boxes = panes ? [...panes.querySelectorAll("[data-pence]")] : [];
const KEPT = "matching-unticked";
function count() {
  const ticked = boxes.filter((box) => box.checked);
  const button = document.querySelector("[data-accept]");
  const total = pounds(ticked.reduce((sum, box) => sum + Number(box.dataset.pence), 0));
  button.disabled = !ticked.length;
  button.querySelector("span").textContent = `Accept ${ticked.length} exact match${ticked.length === 1 ? "" : "es"}, ${total}`;
}
if (boxes.length) {
  const unticked = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  boxes.forEach((box) => { box.checked = !unticked.has(box.value); });
  panes.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pence]")) return;
    sessionStorage.setItem(KEPT, JSON.stringify(boxes.filter((box) => !box.checked).map((box) => box.value)));
    count();
  });
  count();
}

// What the typed amounts leave of the money, as they are typed.
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-parts]");
  const rest = form?.querySelector("[data-rest]");
  if (!rest) return;
  const typed = [...form.querySelectorAll(".partfields input")]
    .reduce((sum, field) => sum + Math.round(Number(field.value.replace(/[£,\s]/g, "") || 0) * 100), 0);
  const left = Number(form.dataset.parts) - typed;
  if (Number.isNaN(left)) return;
  rest.textContent = left < 0 ? `That is ${pounds(-left)} more than came in.`
    : left ? `${pounds(left)} stays as credit on the account.` : "All of it is allocated.";
});
