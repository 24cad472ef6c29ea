// Works the figure out anew when other lines are ticked: the part marked data-quote is fetched with what the form says.
const form = document.querySelector("[data-requote]");
let asked = 0;

form?.addEventListener("change", async (event) => {
  if (!event.target.matches("[name=line]")) return;
  const mine = ++asked;
  const fields = new FormData(form);
  for (const secret of ["csrfmiddlewaretoken", "pin", "figure", "key"]) fields.delete(secret);
  const answer = await fetch(`?${new URLSearchParams([...fields, ["ticked", "1"]])}`);
  if (mine !== asked || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.querySelector("[data-quote]");
  if (part) document.querySelector("[data-quote]").replaceWith(document.adoptNode(part));
});
