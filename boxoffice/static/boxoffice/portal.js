// Counts the ticked days of the calendar as they are ticked, and works the price of extras out as they are changed.
// Without it the count is the server's, and a button works the price out.
const count = document.querySelector("[data-day-count]");
const form = document.getElementById("days");

function tell() {
  const days = new FormData(form).getAll("day").length;
  count.textContent = days === 1 ? "1 day chosen" : `${days || "No"} days chosen`;
}

if (count && form) {
  form.addEventListener("change", tell);
  tell();
}

for (const sending of document.querySelectorAll("[data-sends-itself]")) {
  sending.querySelector("[data-sends]").hidden = true;
  sending.addEventListener("change", (event) => event.target.checkValidity() && sending.requestSubmit());
}
