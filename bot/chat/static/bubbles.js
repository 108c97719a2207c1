// Messages as they look: what the patient said, what the assistant answered.
import { el, icon } from "./dom.js";
import { picture } from "./picture.js";
import { planCard } from "./plan.js";
import { isAllowed, items, prose } from "./prose.js";
import { words } from "./told.js";

const SIREN = "M12 3 2.5 20h19L12 3Zm0 6.5v5m0 2.7v.1";
const PHONE =
  "M6.5 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2Z";

/**
 * Return what the patient said: words, a photograph, or both.
 * @param {{text: string | null, photo: string | null}} turn
 * @param {import("./door.js").Door} door
 * @returns {HTMLElement}
 */
export function said({ text, photo }, door) {
  return el(
    "div.message.said",
    {},
    el("span.unseen", {}, words("you")),
    photo ? picture(door.picture(`api/photos/${encodeURIComponent(photo)}`), words("photo.yours")) : null,
    text ? el("div.bubble", { dir: "auto" }, text) : null,
  );
}

/**
 * Return the nodes for one message of the assistant; quick replies are shown below the talk.
 * @param {{parts: object[]}} message
 * @param {import("./door.js").Door} door
 * @returns {HTMLElement[]}
 */
export function answered({ parts }, door) {
  const nodes = [];
  let bubble = null;
  for (const part of parts) {
    const prosaic = text(part);
    if (prosaic.length) {
      if (bubble === null) nodes.push(wrap((bubble = el("div.bubble", { dir: "auto" }))));
      bubble.append(...prosaic);
    } else {
      bubble = null;
      const node = thing(part, door);
      if (node) nodes.push(wrap(node));
    }
  }
  return nodes;
}

function text(part) {
  if (part.kind === "text") return prose(part.text);
  return part.kind === "list" ? [items(part.items)] : [];
}

function thing(part, door) {
  if (part.kind === "picture") return shown(part, door);
  if (part.kind !== "card") return null;
  return part.card === "alarm" ? alarm(part) : card(part, door);
}

function shown({ url, alt }, door) {
  return picture(isAllowed(url) ? door.picture(url) : Promise.reject(new Error("not allowed")), alt);
}

function card({ plan, text: inWords }, door) {
  try {
    return planCard(plan, (shown) => openPlan(door, shown));
  } catch {
    // a plan of a shape that this page does not know is still worth reading
    return el("div.bubble", { dir: "auto" }, ...prose(inWords ?? ""));
  }
}

/** Open the plan in a window; where the browser allows none, show the way to it. */
async function openPlan(door, card) {
  let way;
  try {
    const url = await door.planLink();
    const opened = window.open(url, "_blank");
    if (opened) opened.opener = null;
    else way = el("a.pill", { href: url, target: "_blank", rel: "noopener", click: () => way.remove() }, words("plan.here"));
  } catch (problem) {
    way = problem.message;
  }
  card.querySelector(".way").replaceChildren(...(way ? [way] : []));
}

function alarm({ title, parts, calls }) {
  return el(
    "section.alarm",
    { role: "alert", dir: "auto" },
    el("h2", {}, icon(SIREN), title),
    ...parts.flatMap(text),
    calls.length ? el("div.calls", {}, ...calls.map(call)) : null,
  );
}

function call({ number, name }) {
  return el(
    "a.call",
    { href: `tel:${number.replaceAll(" ", "")}` },
    icon(PHONE),
    words(name ? "alarm.call_named" : "alarm.call", { name, number }),
  );
}

function wrap(node) {
  return el("div.message.answer", {}, el("span.unseen", {}, words("dewy")), node);
}
