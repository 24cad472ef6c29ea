// Small ways to build and change the page.
const SVG = "http://www.w3.org/2000/svg";
const sprite = document.querySelector("[data-icons]")?.dataset.icons ?? "";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

export const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
export const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

export function icon(name) {
  return svg("svg", { class: "ico", "aria-hidden": "true", focusable: "false" }, svg("use", { href: `${sprite}#${name}` }));
}

// A button in words; `more` is read out after them, since the same words stand on every row.
export function button(words, onclick, { kind = "", more = "", name = null, ...rest } = {}) {
  return el("button", { type: "button", class: `btn ${kind}`.trim(), onclick, ...rest },
    name && icon(name), words, more && el("span", { class: "vh" }, ` ${more}`));
}

export function pounds(pence) {
  const sign = pence < 0 ? "−" : "";
  const whole = Math.floor(Math.abs(pence) / 100).toLocaleString("en-GB");
  return `${sign}£${whole}.${String(Math.abs(pence) % 100).padStart(2, "0")}`;
}

export function clock(date) {
  const [hours, minutes] = [date.getHours(), date.getMinutes()];
  return `${hours % 12 || 12}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""}${hours < 12 ? "am" : "pm"}`;
}

export const changes = (count) => (count === 1 ? "1 change" : `${count} changes`);
export const receiptNumber = (number) => `M${String(number).padStart(6, "0")}`;
export const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

// Puts `fresh` in the place of `old` without taking the focus from whoever is on one of its buttons.
export function swapNode(old, fresh) {
  const at = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  old.replaceWith(fresh);
  if (at) fresh.querySelector(`[data-key="${at}"]`)?.focus({ preventScroll: true });
}

// What the server wants to see with every change: from its cookie, whose name the page says.
export function csrfToken() {
  const name = document.body.dataset.csrfCookie ?? "csrftoken";
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.split("=")[1] ?? "";
}
