// The plan's two drawings: how much exfoliation a week adds up to, and when to expect changes.
import { el } from "./dom.js";
import { named, words } from "./told.js";

/**
 * Return the gauge, or nothing where nothing exfoliates.
 * @param {{load: number, cap: number, level: string, counted: object[]}} exfoliation
 * @returns {HTMLElement | null}
 */
export function gauge({ load, cap, level, counted }) {
  if (counted.length === 0) return null;
  const full = Math.max(load, cap * 2, 1);
  const bar = el("div.fill");
  const mark = el(cap === 0 ? "div.cap.none" : "div.cap");
  bar.style.inlineSize = `${(load / full) * 100}%`;
  mark.style.insetInlineStart = `${(cap / full) * 100}%`;
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

/**
 * Return the timeline, or nothing where there is none.
 * @param {{concern: string, weeks: [number, number]}[]} spans
 * @returns {HTMLElement | null}
 */
export function timeline(spans) {
  if (spans.length === 0) return null;
  const last = Math.max(...spans.map(({ weeks }) => weeks[1]));
  return el(
    "section",
    {},
    el("h3", {}, words("timeline.title")),
    el("ul.timeline", {}, ...spans.map((span) => row(span, last))),
    el("p.why", {}, words("timeline.note")),
  );
}

function row({ concern, weeks: [first, end] }, last) {
  const bar = el("div.span");
  bar.style.insetInlineStart = `${(first / last) * 100}%`;
  bar.style.inlineSize = `${((end - first) / last) * 100}%`;
  return el(
    "li",
    {},
    el("span.name", {}, named(concern)),
    el("div.track", { "aria-hidden": "true" }, bar),
    el("span.weeks", {}, words("timeline.weeks", { first, last: end })),
  );
}
