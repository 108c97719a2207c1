// How much exfoliation a week adds up to, against what this skin can take.
import { el } from "./dom.js";
import { named } from "./told.js";

const LEVELS = { ok: "Within what your skin can take", amber: "More than your skin can take", red: "Much more than your skin can take" };

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
    el("h3", {}, "Exfoliation in a week"),
    el(
      "div.bar",
      { role: "img", "aria-label": `${points(load)} a week; right for you is ${right(cap)}` },
      bar,
      mark,
    ),
    el(
      "p.scale",
      {},
      el("strong", {}, `${points(load)}. `),
      `${LEVELS[level]}: right for you now is ${right(cap)}.`,
    ),
    el("p.why", {}, counted.map(use).join(" · ")),
  );
}

function use({ id, per_week: perWeek }) {
  return `${named(id)}, ${round(perWeek)} × a week`;
}

function points(load) {
  return `${round(load)} ${load === 1 ? "point" : "points"}`;
}

function right(cap) {
  return cap === 0 ? "none" : `up to ${round(cap)}`;
}

function round(number) {
  return String(Math.round(number * 100) / 100);
}
