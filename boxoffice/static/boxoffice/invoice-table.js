// The keyboard and the bulk bar of the list of invoices. Keys act only while the table has the focus; one row at a
// time is in the tab order. Without this file the same form has its buttons below the table.
const form = document.querySelector("[data-invoices]");
const table = form?.querySelector("[data-invoice-table]");

function start() {
  const rows = [...table.tBodies[0].rows];
  const bar = form.querySelector("[data-bulk]");
  const words = bar.querySelector("[data-bulk-words]");
  const all = bar.querySelector("[data-all-matching]");
  const said = document.getElementById("selected");
  const keys = document.getElementById("table-keys");
  const tick = (row) => row.querySelector("[name=chosen]");
  const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });
  let at = 0;
  let anchor = 0; // where a range begins

  form.prepend(bar);
  document.querySelector("[data-table-keys]").hidden = false;
  rows.forEach((row, i) => { row.tabIndex = i ? -1 : 0; });

  function count() {
    const ticked = rows.map(tick).filter((box) => box.checked);
    const owed = pounds.format(ticked.reduce((sum, box) => sum + Number(box.dataset.owing), 0) / 100);
    rows.forEach((row) => row.classList.toggle("sel", tick(row).checked));
    words.textContent = all.checked ? `All ${all.dataset.allMatching} selected` : `${ticked.length} selected, ${owed} owed`;
    bar.hidden = !ticked.length && !all.checked;
    said.textContent = bar.hidden ? "None selected" : words.textContent;
  }

  function move(to) {
    rows[at].tabIndex = -1;
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].tabIndex = 0;
    rows[at].focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }

  function select(event) {
    const box = tick(rows[at]);
    if (event.shiftKey) {
      const [from, to] = [Math.min(anchor, at), Math.max(anchor, at)];
      rows.slice(from, to + 1).forEach((row) => { tick(row).checked = true; });
    } else {
      box.checked = !box.checked;
      anchor = at;
    }
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function act(key) {
    const button = bar.querySelector(`[data-act="${key}"]`);
    if (!button) return;
    if (!rows.some((row) => tick(row).checked) && !all.checked) tick(rows[at]).checked = true;
    form.requestSubmit(button);
  }

  const acts = {
    j: () => move(at + 1), ArrowDown: () => move(at + 1), k: () => move(at - 1), ArrowUp: () => move(at - 1),
    Home: () => move(0), End: () => move(rows.length - 1), " ": select,
    Enter: () => rows[at].querySelector("th a").click(), p: () => act("p"), e: () => act("e"),
    "/": () => document.getElementById("q").focus(), "?": () => keys.showModal(),
  };

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inControl = event.target.closest("a, button, input, summary");
    if (inControl && ["Enter", " "].includes(event.key)) return; // the control's own
    const found = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!found) return;
    event.preventDefault();
    found(event);
  });
  table.addEventListener("focusin", (event) => {
    const row = rows.indexOf(event.target.closest("tbody tr"));
    if (row < 0 || row === at) return;
    rows[at].tabIndex = -1;
    at = row;
    rows[at].tabIndex = 0;
  });
  table.closest(".tablewrap").addEventListener("keydown", (event) => {
    if (event.target === event.currentTarget && acts[event.key] && event.key !== "Enter") {
      event.preventDefault();
      move(at); // the keys begin with a row
    }
  });
  document.addEventListener("change", (event) => { // after app.js has ticked what "all on this page" ticks
    if (event.target.form !== form) return;
    if (event.target.name === "chosen" && !event.target.checked) all.checked = false;
    count();
  });
  window.addEventListener("pageshow", count); // a page that was gone back to keeps its ticks
}

if (table) start();
