// How much exfoliation a week adds up to, against what this skin can take.
import { el } from "./dom.js";
import { named, words } from "./told.js";

/** Return the gauge, or nothing where nothing exfoliates. */
export function gauge({ load, cap, level, counted }) {
  if (counted.length === 0) return null;
  const full = Math.max(load, cap * 2, 1);
  const bar = el("div.fill");
  const mark = el("div.cap");
  bar.style.width = `${(load / full) * 100}%`;
  mark.style.left = `${(cap / full) * 100}%`;
  return el(
    `section.gauge.${level}`,
    {},
    el("h3", {}, words("gauge.title")),
    el(
      "div.bar",
      { role: "img", "aria-label": words("gauge.label", { load: points(load), cap: right(cap) }) },
      bar,
      mark,
    ),
    el(
      "p.scale",
      {},
      el("strong", {}, `${points(load)}. `),
      words(`gauge.level.${level}`, { cap: right(cap) }),
    ),
    el("p.why", {}, counted.map(use).join(" · ")),
  );
}

function use({ id, per_week: perWeek }) {
  return words("gauge.use", { name: named(id), times: round(perWeek) });
}

function points(load) {
  return words(load === 1 ? "gauge.point" : "gauge.points", { points: round(load) });
}

function right(cap) {
  return cap === 0 ? words("gauge.none") : words("gauge.up_to", { points: round(cap) });
}

function round(number) {
  return String(Math.round(number * 100) / 100);
}
