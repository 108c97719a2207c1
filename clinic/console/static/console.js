// The console's pages work without scripts; these keep them up to date, and let the keyboard lead.
import { arrows } from "./arrows.js";
import { clocks } from "./clocks.js";
import { colours } from "./colours.js";
import { live } from "./live.js";
import { overlays } from "./overlays.js";

document.documentElement.classList.add("js");
live();
arrows();
clocks();
colours();
overlays();

// a choice that is sent as it is made
document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-at-once]");
  if (form) form.requestSubmit();
});

// Ctrl+Enter sends what is written
document.addEventListener("keydown", (event) => {
  const form = event.target.closest("[data-keys]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// Ctrl+K looks for somebody, from wherever one is
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "k") return;
  event.preventDefault();
  const search = document.getElementById("search");
  if (search) search.focus();
  else location.assign("/staff#search");
});
