// The plan as a card: warnings first, then the routine, then what takes time.
import { capital, el, icon } from "./dom.js";
import { gauge } from "./gauge.js";
import { timeline } from "./timeline.js";
import { named } from "./told.js";

const SEVERITIES = {
  stop: { label: "Stop", path: "M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8L8 2.5Zm.5 6 7 7m0-7-7 7" },
  caution: { label: "Take care", path: "M12 3.5 2.5 20h19L12 3.5Zm0 6.5v4.5m0 2.7v.1" },
  info: { label: "Good to know", path: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.5m0-8.8v.1" },
};
const SUN = "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm0-14v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m13.4 0-1.4-1.4M6.7 6.7 5.3 5.3";
const MOON = "M20.5 14.5A9 9 0 0 1 9.5 3.5a9 9 0 1 0 11 11Z";

/** Return the card of a plan (contract: the answer of the rules). */
export function planCard(plan) {
  return el(
    "article.plan",
    { "aria-label": "Your plan" },
    el(
      "header",
      {},
      el("h2", {}, "Your skin plan"),
      el("button.print", { type: "button", click: print }, "Print"),
    ),
    warnings(plan.warnings),
    gauge(plan.exfoliation),
    routine(plan.routine),
    hold(plan.routine.hold),
    timeline(plan.timeline),
    lifestyle(plan.lifestyle),
    el("p.doctor", {}, "General advice from your own answers. Your clinic's doctor has the last word."),
  );
}

function warnings(all) {
  if (all.length === 0) {
    return el("p.fine-skin", {}, "I found nothing to warn you about. Well done.");
  }
  return section("Please read first", el("ul.warnings", {}, ...all.map(warning)));
}

function warning({ severity, message, why, sources }) {
  const { label, path } = SEVERITIES[severity];
  return el(
    `li.warning.${severity}`,
    {},
    icon(path),
    el(
      "div",
      {},
      el("strong.severity", {}, label),
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
    el("summary", {}, sources.length > 1 ? `${sources.length} sources` : "Source"),
    el("ul", {}, ...sources.map((source) => el("li", {}, source))),
  );
}

function routine({ am, pm }) {
  const parts = [part("Morning", SUN, am), part("Evening", MOON, pm)].filter(Boolean);
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
  return section("Pause for now", el("ul.hold", {}, ...identifiers.map((id) => el("li", {}, named(id)))));
}

function lifestyle(all) {
  if (all.length === 0) return null;
  return section("What else helps", el("ul.lifestyle", {}, ...all.map(({ message }) => el("li", {}, message))));
}

function section(title, ...children) {
  return el("section", {}, el("h3", {}, title), ...children);
}

/** Print the card of the button that was pressed, and nothing else. */
function print(event) {
  const message = event.currentTarget.closest(".message");
  message.classList.add("printed");
  addEventListener("afterprint", () => message.classList.remove("printed"), { once: true });
  window.print();
}
