// When to expect changes: a bar from the first to the last usual week of each concern.
import { el } from "./dom.js";
import { named, words } from "./told.js";

/** Return the timeline, or nothing where there is none. */
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
  bar.style.left = `${(first / last) * 100}%`;
  bar.style.width = `${((end - first) / last) * 100}%`;
  return el(
    "li",
    {},
    el("span.name", {}, named(concern)),
    el("div.track", { "aria-hidden": "true" }, bar),
    el("span.weeks", {}, words("timeline.weeks", { first, last: end })),
  );
}
