// Small behaviours asked for by data attributes, since the pages carry no inline script.
//   data-open-dialog="id", data-close-dialog     open and close a <dialog>
//   data-print                                   print this page
//   data-key="F8" or "Ctrl+K"                    press this control (or go to this field) with a key
//   data-select-all, data-bulk                   a tick box for all the rows; a bar shown while some are ticked
//   data-submit-on-change                        send the form when this field changes
//   data-toast                                   a passing message, gone after twenty seconds
const find = (selector, within = document) => [...within.querySelectorAll(selector)];

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open-dialog], [data-close-dialog], [data-print], [data-close-toast]");
  if (!target) return;
  if ("openDialog" in target.dataset) document.getElementById(target.dataset.openDialog)?.showModal();
  else if ("closeDialog" in target.dataset) target.closest("dialog")?.close();
  else if ("print" in target.dataset) window.print();
  else target.closest("[data-toast]")?.remove();
});

const keyName = (event) =>
  (event.ctrlKey ? "Ctrl+" : "") + (event.key.length === 1 ? event.key.toUpperCase() : event.key);

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey) return;
  if (event.key.length === 1 && !event.ctrlKey) return; // letters belong to whoever is typing
  const within = document.querySelector("dialog[open]") ?? document;
  const target = within.querySelector(`[data-key="${CSS.escape(keyName(event))}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, select, textarea")) {
    target.focus();
    target.select?.();
  } else target.click();
});

function countTicked(table) {
  const rows = find("tbody [type=checkbox]", table);
  const ticked = rows.filter((box) => box.checked);
  rows.forEach((box) => box.closest("tr").classList.toggle("sel", box.checked));
  const all = table.querySelector("[data-select-all]");
  all.checked = rows.length > 0 && ticked.length === rows.length;
  all.indeterminate = ticked.length > 0 && !all.checked;
  const bulk = (table.closest("form") ?? document).querySelector("[data-bulk]");
  if (!bulk) return;
  bulk.hidden = !ticked.length;
  find("[data-bulk-count]", bulk).forEach((element) => { element.textContent = `${ticked.length} selected`; });
}

document.addEventListener("change", (event) => {
  const table = event.target.closest("table");
  if (table?.querySelector("[data-select-all]")) {
    if ("selectAll" in event.target.dataset) {
      find("tbody [type=checkbox]", table).forEach((box) => { box.checked = event.target.checked; });
    }
    countTicked(table);
  }
  if ("submitOnChange" in event.target.dataset) event.target.form.requestSubmit();
});

function settle() {
  find("table").filter((table) => table.querySelector("[data-select-all]")).forEach(countTicked);
  find("[data-toast]:not([data-timed])").forEach((toast) => {
    toast.dataset.timed = "";
    setTimeout(() => toast.remove(), 20000);
  });
}
settle();
document.addEventListener("htmx:afterSettle", settle);
