// The plan on a page of its own, to print.
import { planCard } from "./plan.js";
import { told } from "./told.js";

const given = document.getElementById("given");
given.dateTime = told.given_at;
given.textContent = new Intl.DateTimeFormat(told.locale, { dateStyle: "long" }).format(
  new Date(told.given_at),
);
document.getElementById("print").addEventListener("click", () => window.print());
try {
  const card = planCard(told.plan);
  // the page's own heading says whose plan it is, and this is where it is opened
  card.querySelector("h2").classList.add("unseen");
  card.querySelector(".open").remove();
  document.getElementById("plan").append(card);
} catch {
  // a plan of a shape that this page does not know
  document.getElementById("broken").hidden = false;
}
