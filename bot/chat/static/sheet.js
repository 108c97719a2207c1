// The plan on a page of its own, to print.
import { planCard } from "./plan.js";
import { accent } from "./styles.js";
import { tell } from "./told.js";

const all = JSON.parse(document.getElementById("told").textContent);
tell(all);
document.adoptedStyleSheets = [accent(all.tones)];
const given = document.getElementById("given");
given.dateTime = all.given_at;
given.textContent = new Intl.DateTimeFormat(all.locale, { dateStyle: "long" }).format(new Date(all.given_at));
document.getElementById("print").addEventListener("click", () => window.print());
try {
  const card = planCard(all.plan);
  // the page's own heading says whose plan it is
  card.querySelector("h2").classList.add("unseen");
  document.getElementById("plan").append(card);
} catch {
  // a plan of a shape that this page does not know
  document.getElementById("broken").hidden = false;
}
