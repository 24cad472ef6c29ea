// The day as it stands on this device: the server's bundle with the taps not sent yet done on top of it.
const WHO = ["line", "trader", "who", "sort", "goods", "phone", "papers", "presence", "stood_by", "settled", "tap", "let",
  "owes", "due", "absences", "receipt", "state", "badge", "pending"];
const ABSENT = { holiday: "Absent: holiday", notified: "Absent: told us in time", "late-notice": "Absent: told us too late",
  sick: "Absent: sick", "no-show": "Did not come" };
const PRESENT = { arrived: "Here", left: "Left", "left-early": "Left early" };

function stand(row, presence, stood_by = "self") {
  Object.assign(row, { presence, stood_by });
  if (PRESENT[presence]) Object.assign(row, { state: "here", badge: ["ok", PRESENT[presence]] });
  else if (ABSENT[presence]) Object.assign(row, { state: "away", badge: ["bad", ABSENT[presence]] });
  else if (row.due > 0) Object.assign(row, { state: "unpaid", badge: ["warn", "Not paid yet"] });
  else Object.assign(row, { state: "due", badge: ["info", "Expected"] });
}

function free(row, price) {
  for (const name of WHO) delete row[name];
  Object.assign(row, { state: "free", badge: ["", "Free"], price, late: null, hold: "" });
}

const ACTS = {
  presence(day, tap, row) {
    stand(row, tap.said.presence, tap.said.stood_by);
    row.tap = tap.client_id;
  },
  undo(day, tap, row) {
    if (tap.undoes === "let") free(row, null);
    else {
      stand(row, tap.back ?? "expected");
      row.tap = tap.client_id;
    }
  },
  let(day, tap, row) {
    const trader = day.traders.find((one) => one.id === tap.said.trader);
    Object.assign(row, { line: null, trader: tap.said.trader ?? null, who: trader?.name ?? tap.said.new?.name, sort: "Casual",
      goods: trader?.goods ?? tap.said.new?.goods ?? "", phone: trader?.phone ?? tap.said.new?.phone ?? "", papers: [], owes: 0,
      due: 0, absences: 0, let: tap.client_id, receipt: tap.said.number ?? null, late: null });
    stand(row, "arrived");
    row.tap = tap.client_id;
    if (tap.said.method !== "account") day.taken += tap.said.amount;
  },
  pay(day, tap, row) {
    if (tap.said.method !== "account") day.taken += tap.said.amount;
    row.due = 0;
    row.receipt = tap.said.number ?? null;
    stand(row, row.presence);
  },
  swap(day, tap, row) {
    const other = day.rows.find((one) => one.place === tap.place);
    if (row.late?.line === tap.line) {
      Object.assign(other, { who: row.late.name, line: tap.line, sort: "", goods: "", phone: "", papers: [], owes: 0, due: 0, absences: 0 });
      other.late = null;
      stand(other, "arrived");
      return;
    }
    if (other === row) return;
    const [mine, theirs] = [row, other].map((one) => Object.fromEntries(WHO.map((name) => [name, one[name]])));
    const [price, otherPrice] = [row.price ?? null, other.price ?? null];
    Object.assign(other, mine);
    other.pending = !tap.landed;
    if (theirs.line || theirs.who) Object.assign(row, theirs);
    else free(row, otherPrice ?? price);
  },
  note(day, tap, row) {
    row.notes = [...row.notes, { text: tap.said.text ?? "Photo", by: "not sent yet", photo: null, warning: tap.act === "warning" }];
  },
};
ACTS.photo = ACTS.warning = ACTS.note;

// A copy of the bundle with the taps done; the bundle itself stays what the server said.
export function dayWith(bundle, taps) {
  const day = { ...bundle, rows: bundle.rows.map((row) => ({ ...row })) };
  const undone = new Set(taps.filter((tap) => tap.act === "undo").map((tap) => tap.said.of));
  const both = new Set(taps.filter((tap) => undone.has(tap.client_id)).map((tap) => tap.client_id));
  for (const tap of taps) {
    if (both.has(tap.client_id) || (tap.act === "undo" && both.has(tap.said.of))) continue;
    const row = day.rows.find((one) => (tap.line ? one.line === tap.line || one.late?.line === tap.line : one.place === tap.place));
    if (!row) continue;
    ACTS[tap.act]?.(day, tap, row);
    if (!tap.landed) row.pending = true;
  }
  return day;
}

export function figures(day) {
  const count = (...states) => day.rows.filter((row) => states.includes(row.state)).length;
  return [["Here", `${count("here")} of ${count("here", "due", "unpaid", "away")}`], ["Expected", count("due", "unpaid")],
    ["Free pitches", count("free")], ["Taken today", day.taken]];
}
