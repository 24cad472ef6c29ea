// The running total of a count: each note and coin, and all of them together. Without it the page works as well.
const pounds = (pence) => `£${(pence / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`;

for (const form of document.querySelectorAll("[data-coins]")) {
  const boxes = [...form.querySelectorAll("[data-pence]")];
  const total = form.querySelector("[data-coins-sum]");
  const add = () => {
    let sum = 0;
    for (const box of boxes) {
      const many = /^\d+$/.test(box.value.trim()) ? Number(box.value) : 0;
      sum += many * Number(box.dataset.pence);
      box.parentElement.querySelector("[data-coin-sum]").textContent = many ? pounds(many * Number(box.dataset.pence)) : "";
    }
    total.textContent = pounds(sum);
  };
  form.addEventListener("input", add);
  add();
  if (!document.querySelector("[role=alert]")) form.querySelector("details") || boxes[0]?.focus();
}
