// The plan as a card: warnings first, then the routine, then what takes time.
import { gauge, timeline } from "./charts.js";
import { button, capital, el, icon } from "./dom.js";
import { named, words } from "./told.js";

const SIGNS = {
  stop: "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8L8 2.5Zm.5 6 7 7m0-7-7 7",
  caution: "M12 3.5 2.5 20h19L12 3.5Zm0 6.5v4.5m0 2.7v.1",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.5m0-8.8v.1",
};
const SUN = "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm0-14v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3";
const MOON = "M20.5 14.5A9 9 0 0 1 9.5 3.5a9 9 0 1 0 11 11Z";

/**
 * Return the card of a plan (contract: the answer of the rules).
 * @param {object} plan
 * @param {(card: HTMLElement) => void} [open] shows it on a sheet of its own; without, it is there already
 * @returns {HTMLElement}
 * @throws where the plan has another shape
 */
export function planCard(plan, open) {
  const card = el(
    "article.plan",
    { "aria-label": words("plan.label") },
    el(
      "header",
      {},
      el("h2", {}, words("plan.title")),
      open ? button("pill.open", () => open(card), {}, words("plan.open")) : null,
      el("div.way", { role: "status" }),
    ),
    warnings(plan.warnings),
    gauge(plan.exfoliation),
    routine(plan.routine),
    hold(plan.routine.hold),
    timeline(plan.timeline),
    lifestyle(plan.lifestyle),
    el("p.doctor", {}, words("plan.doctor")),
  );
  return card;
}

function warnings(all) {
  if (all.length === 0) {
    return el("p.fine-skin", {}, words("plan.no_warnings"));
  }
  return section(words("plan.read_first"), el("ul.warnings", {}, ...all.map(warning)));
}

function warning({ severity, message, why, sources }) {
  return el(
    `li.warning.${severity}`,
    {},
    icon(SIGNS[severity]),
    el(
      "div",
      {},
      el("strong.severity", {}, words(`plan.severity.${severity}`)),
      el("p", {}, message),
      el("p.why", {}, why),
      sources.length ? sourcesOf(sources) : null,
    ),
  );
}

function sourcesOf(sources) {
  return el(
    "details",
    {},
    el("summary", {}, sources.length > 1 ? words("plan.sources", { count: sources.length }) : words("plan.source")),
    el("ul", {}, ...sources.map((source) => el("li", {}, source))),
  );
}

function routine({ am, pm }) {
  const parts = [part(words("plan.morning"), SUN, am), part(words("plan.evening"), MOON, pm)].filter(Boolean);
  return parts.length ? el("div.routine", {}, ...parts) : null;
}

function part(title, path, steps) {
  if (steps.length === 0) return null;
  return el(
    "section",
    {},
    el("h3", {}, icon(path), title),
    el("ol.steps", {}, ...steps.map(step)),
  );
}

function step(each) {
  return el(
    "li",
    {},
    el("strong", {}, each.step),
    el("span", {}, capital(each.with)),
    el("p.why", {}, each.why),
  );
}

function hold(identifiers) {
  if (identifiers.length === 0) return null;
  return section(
    words("plan.hold"),
    el("ul.hold", {}, ...identifiers.map((id) => el("li", {}, named(id)))),
    el("p.why", {}, words("plan.prescribed")),
  );
}

function lifestyle(all) {
  if (all.length === 0) return null;
  return section(words("plan.lifestyle"), el("ul.lifestyle", {}, ...all.map(({ message }) => el("li", {}, message))));
}

function section(title, ...children) {
  return el("section", {}, el("h3", {}, title), ...children);
}
