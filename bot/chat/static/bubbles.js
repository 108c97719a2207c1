// Messages as they look: what the patient said, what the assistant answered.
import { el, icon } from "./dom.js";
import { planCard } from "./plan.js";
import { prose } from "./prose.js";
import { helplinesIn, words } from "./told.js";

const SIREN = "M12 3 2.5 20h19L12 3Zm0 6.5v5m0 2.7v.1";
const PHONE =
  "M6.5 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z";

/** Return a bubble with the patient's words. */
export function said(text) {
  return el(
    "div.message.said",
    {},
    el("span.unseen", {}, words("you")),
    el("div.bubble", {}, text),
  );
}

/** Return the nodes for one message of the assistant. */
export function answered(message) {
  const nodes = message.custom.triage === "now" ? [alarm(message.texts)] : spoken(message);
  if (message.image) {
    nodes.push(wrap(el("img.picture", { src: message.image, alt: words("picture") })));
  }
  return nodes;
}

function spoken({ texts, custom }) {
  // a plan is shown as a card in place of its own words, which come last
  const shown = custom.plan ? texts.slice(0, -1) : texts;
  const nodes = shown.map((text) => wrap(bubble(text)));
  if (custom.plan) nodes.push(wrap(card(custom.plan, texts.at(-1) ?? "")));
  return nodes;
}

function card(plan, text) {
  try {
    return planCard(plan);
  } catch {
    // a plan of a shape that this page does not know is still worth reading
    return bubble(text);
  }
}

function bubble(text) {
  return el("div.bubble", {}, ...prose(text));
}

function alarm(texts) {
  const text = texts.join("\n");
  const calls = helplinesIn(text).map(({ number, name }) =>
    el(
      "a.call",
      { href: `tel:${number.replaceAll(" ", "")}` },
      icon(PHONE),
      words(name ? "alarm.call_named" : "alarm.call", { name, number }),
    ),
  );
  return wrap(
    el(
      "section.alarm",
      { role: "alert" },
      el("h2", {}, icon(SIREN), words("alarm.title")),
      ...prose(text),
      calls.length ? el("div.calls", {}, ...calls) : null,
    ),
  );
}

function wrap(node) {
  return el("div.message.answer", {}, el("span.unseen", {}, words("dewy")), node);
}
