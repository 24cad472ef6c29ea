// Counts the ticked days of the calendar as they are ticked. Without it the count is the server's.
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
