// Letting a free pitch for today, and taking money for one that was reserved: who, the price filled in, how it is paid.
import { button, el, plain, pounds, receiptNumber } from "./dom.js";
import { choices, close, field, notKept, once, problem, show } from "./panel.js";
import { readBadge, scanButton } from "./scan.js";
import { tiles } from "./rows.js";
import * as store from "./store.js";

const SHOWN = 8;

function matches(traders, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const digits = typed.replace(/\D/g, "");
  return traders.filter((one) => words.every((word) => plain(`${one.name} ${one.person} ${one.goods}`).includes(word))
    || (digits.length > 3 && one.phone.replace(/\D/g, "").includes(digits)));
}

// Who it is for: a badge, a search or the list; or somebody new.
function chooseTrader(row, day, next) {
  const here = new Set(day.rows.map((one) => one.trader).filter(Boolean));
  const list = el("div", { class: "choices" });
  const draw = () => {
    const found = matches(day.traders, typed.value);
    const first = [...found.filter((one) => !here.has(one.id) && !one.stop), ...found.filter((one) => here.has(one.id) || one.stop)];
    list.replaceChildren(choices(first.slice(0, SHOWN).map((one) => [one.name, () => next(one), small(one, here)])),
      found.length > SHOWN ? el("p", { class: "muted" }, `and ${found.length - SHOWN} more: type a name`) : "",
      found.length ? "" : el("p", {}, "Nobody like that."));
  };
  const typed = el("input", { class: "in", type: "search", autocomplete: "off", "data-first": true, enterkeyhint: "go" });
  typed.addEventListener("input", draw);
  const enter = (event) => {
    event.preventDefault();
    const trader = readBadge(typed.value, day.traders);
    const found = matches(day.traders, typed.value);
    if (trader) next(trader);
    else if (found.length === 1) next(found[0]);
  };
  show(`Let ${row.label} for today`, el("form", { class: "findtrader", onsubmit: enter },
    field("Trader", typed, "Scan a badge, or type a name, goods or telephone number"),
    el("div", { class: "btnrow" }, scanButton((text) => { typed.value = text; enter(new Event("submit")); }),
      button("New trader", () => next(null), { name: "plus" }))), list);
  draw();
}

const small = (one, here) => [one.goods, one.stop, here.has(one.id) ? "has a pitch today" : "",
  one.papers.length ? "papers to see" : ""].filter(Boolean).join(" · ");

function paperTicks(ids, day) {
  return ids.map((id) => {
    const until = el("input", { class: "in", type: "date", required: true, min: new Date().toISOString().slice(0, 10) });
    const words = day.papers.find((one) => one.id === id)?.name ?? "Paper";
    const seen = el("input", { type: "checkbox", id: `seen-${id}`, required: true });
    const node = el("fieldset", { class: "seen" }, el("legend", {}, words),
      el("div", { class: "field tick" }, seen, el("label", { for: `seen-${id}` }, "I have seen it, and it is enough")), field("Last day on it", until));
    return { id, until, node };
  });
}

// The last step: the price, papers to see where any are missing, and the three ways to pay.
export async function letTo(row, trader, day, act) {
  if (trader?.stop) {
    show(`Let ${row.label} for today`, problem(`${trader.name}: ${trader.stop}`), button("Choose somebody else", () => begin(row, day, act)));
    return;
  }
  const inputs = trader ? null : { name: el("input", { class: "in", required: true, maxlength: 150, autocomplete: "off", "data-first": true }),
    phone: el("input", { class: "in", type: "tel", required: true, maxlength: 30, autocomplete: "off" }),
    goods: el("input", { class: "in", maxlength: 150, autocomplete: "off" }) };
  const ticks = paperTicks(trader ? trader.papers : day.needed, day);
  const price = el("strong", {}, pounds(row.price));
  const owed = { amount: row.price };
  const form = el("form", { class: "fields", onsubmit: (event) => event.preventDefault() },
    inputs && [field("Name", inputs.name), field("Telephone", inputs.phone), field("Goods", inputs.goods)],
    ticks.map((one) => one.node), el("p", { class: "tot" }, "Price ", price));
  const pay = once(async (method) => {
    if (!form.reportValidity()) return;
    const said = { ...(trader ? { trader: trader.id } : { new: Object.fromEntries(Object.entries(inputs).map(([k, v]) => [k, v.value.trim()])) }),
      papers: ticks.map(({ id, until }) => ({ type: id, until: until.value })) };
    await take({ act: "let", place: row.place, said }, method, owed.amount, `${row.label} let to ${trader?.name ?? said.new.name}`, act, day);
  });
  show(`${row.label} for ${trader ? trader.name : "a new trader"}`, form, ways(pay, day, trader?.account));
  if (trader) askPrice(row, trader, day, (amount) => { owed.amount = amount; price.textContent = pounds(amount); });
}

// What this trader pays, where the server can be asked; what anybody pays otherwise.
async function askPrice(row, trader, day, tell) {
  try {
    const answer = await fetch(`/market/days/${day.day.id}/prices/?place=${row.place}&trader=${trader.id}`,
      { signal: AbortSignal.timeout(4000), redirect: "error" });
    if (answer.ok) tell((await answer.json()).amount);
  } catch {
    // No connection: the price of the bundle stands, and the server looks at it again.
  }
}

function ways(pay, day, account) {
  return el("div", { class: "ways" },
    button("Card", () => pay("terminal"), { kind: "primary big", name: "credit-card" }),
    button("Cash", () => pay("cash"), { kind: "primary big", name: "banknote", disabled: !day.till }),
    account && button("Account", () => pay("account"), { kind: "big", name: "file-text" }),
    !day.till && el("p", { class: "muted" }, "Cash goes in a drawer. ", el("a", { href: "/market/cash/" }, "Open your drawer")));
}

// Kept first, and the receipt after that; `number` is one that was taken and not given out.
async function take(tap, method, amount, words, act, day, number = null) {
  const said = { ...tap.said, method, amount };
  try {
    said.device = await store.device();
    if (method !== "account") {
      said.number = number ?? await store.takeNumber();
      if (!said.number) {
        show("No receipt numbers left", problem("This device has used its receipt numbers. Connect once, and it gets new ones."));
        return;
      }
    }
    await act.keep({ ...tap, said }, `${words}, ${pounds(amount)} ${method === "terminal" ? "by card" : method === "cash" ? "cash" : "on account"}`);
  } catch {
    notKept(" and no receipt is given", () => take(tap, method, amount, words, act, day, said.number));
    return;
  }
  receipt(words, method, amount, said.number, day);
}

function receipt(words, method, amount, number, day) {
  const how = { terminal: "by card", cash: "in cash", account: "on account, to be invoiced" }[method];
  show(number ? `Receipt ${receiptNumber(number)}` : "On account", el("div", { class: "slip" },
    el("p", {}, day.day.title, ", ", day.day.on), el("p", {}, words), el("p", { class: "tot" }, el("strong", {}, pounds(amount)), ` ${how}`),
    number ? el("p", {}, "Receipt ", el("strong", {}, receiptNumber(number)), `, taken by ${day.user.name}`) : null),
    el("div", { class: "btnrow" }, button("Done", close, { kind: "primary big", "data-first": true }),
      number ? button("Print", () => print(), { name: "printer", kind: "big" }) : null));
}

export function begin(row, day, act) {
  chooseTrader(row, day, (trader) => letTo(row, trader, day, act));
}

// From "Casual trader" or a badge: the pitch first, then who (unless the badge has said).
export function choosePitch(day, act, trader = null) {
  const free = day.rows.filter((row) => row.state === "free" && row.price !== null && row.price !== undefined);
  const go = (row) => () => (trader ? letTo(row, trader, day, act) : begin(row, day, act));
  show(trader ? `A pitch for ${trader.name}` : "Casual trader: which pitch?",
    free.length ? tiles(free, go) : el("p", {}, "No pitch is free."));
}

export function payFor(row, day, act) {
  const account = day.traders.find((one) => one.id === row.trader)?.account;
  const pay = once((method) => take({ act: "pay", line: row.line, place: row.place, said: {} }, method, row.due, `${row.label}, ${row.who}`, act, day));
  show(`${row.label}, ${row.who}: to pay`, el("p", { class: "tot" }, "Price ", el("strong", {}, pounds(row.due))), ways(pay, day, account));
}
