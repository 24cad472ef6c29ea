// The customer dialog: results while one types, arrow keys among them, Enter chooses; and dialogs loaded when opened.
//
//   data-customers         box, list and new customer      data-find-customer   the form with the one box
//   data-load              where a dialog's form is read    data-loaded          where it goes
const results = () => [...document.querySelectorAll("#found-customers .result")];
const people = () => results().filter((button) => !("nobody" in button.dataset));
let asked = 0;
let soon = null;

async function look(form) {
  const number = ++asked;
  clearTimeout(soon);
  const answer = await fetch(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (number !== asked) return false; // something newer is under way
  const list = page.getElementById("found-customers");
  if (!list) location.reload(); // signed out meanwhile
  else document.getElementById("found-customers").replaceWith(document.adoptNode(list));
  return Boolean(list);
}

function makeNew(said) {
  const [name, contact] = ["new-name", "new-contact"].map((id) => document.getElementById(id));
  const isName = !/[@\d]/.test(said);
  (isName ? name : contact).value = said;
  (isName ? contact : name).focus();
}

async function choose(form) {
  const said = form.elements.q.value.trim();
  if (!said || !(await look(form))) return;
  const [first, second] = people();
  if (!first) makeNew(said);
  else if (second) first.focus();
  else first.form.requestSubmit(first);
}

document.addEventListener("input", (event) => {
  if (event.target.id !== "said") return;
  clearTimeout(soon);
  soon = setTimeout(() => look(event.target.form), 150);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-find-customer]")) return;
  event.preventDefault();
  choose(event.target);
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.closest("[data-customers]") || event.target.closest("[data-new-customer]")) return;
  const stops = [document.getElementById("said"), ...results()];
  stops[(stops.indexOf(event.target) + step + stops.length) % stops.length].focus();
  event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.openDialog);
  if (!dialog?.dataset.load) return;
  const answer = await fetch(dialog.dataset.load);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form[data-send]");
  if (!form) return location.reload();
  dialog.querySelector("[data-loaded]").replaceChildren(document.adoptNode(form));
  form.querySelector("input:not([type=hidden])").focus();
});
