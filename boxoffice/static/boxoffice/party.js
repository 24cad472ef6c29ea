// What is typed into the party box, read back below it while one types. Only a help: the server reads it for itself.
const party = document.getElementById("party");
const form = document.getElementById("party-form");
const shown = document.querySelector("#party-read span");
const types = [...document.querySelectorAll("#party-read data")].map((one) => ({ letter: one.value, name: one.textContent }));
const bands = [...form.elements.band.options].slice(1).map((option) => option.textContent);

function bandOf(said) {
  const begins = bands.filter((band) => band.toLowerCase().startsWith(said));
  if (said && begins.length) return begins.find((band) => band.toLowerCase() === said) ?? begins[0];
  return said.length === 1 ? bands[said.charCodeAt(0) - 97] : undefined;
}

function people(typed) {
  const found = [...typed.matchAll(/(\d{1,3})\s*([a-z]?)[\s,]*/g)];
  if (!found.length || found.map((one) => one[0]).join("") !== typed) return null;
  const named = found.map(([, count, letter]) => {
    const type = letter ? types.find((one) => one.letter === letter) : types[0];
    return type && `${Number(count)} × ${type.name}`;
  });
  return named.every(Boolean) ? named.join(", ") : null;
}

function read(text) {
  const [before, said] = text.toLowerCase().trim().split("@").map((part) => part.trim());
  if (!before) return "";
  if (/^[a-z]/.test(before)) return `By name: ${before.toUpperCase()}`;
  const who = people(before);
  if (!who) return "Not a number, letters or seats yet";
  if (said === undefined) {
    const band = form.elements.band.selectedOptions[0];
    return `${who}: the best together${band.value ? ` in ${band.textContent}` : ""}`;
  }
  const band = bandOf(said);
  if (band) return `${who}: the best together in ${band}`;
  return said ? `${who}; no band begins with “${said}”` : `${who}; in which band?`;
}

const show = () => { shown.textContent = read(party.value); };
party.addEventListener("input", show);
form.elements.band.addEventListener("change", show);
show();
