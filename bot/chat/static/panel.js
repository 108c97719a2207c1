// The frame of the talk: header, talk, what is wrong, and where the patient writes.
import { button, el, icon } from "./dom.js";
import { menu } from "./menu.js";
import { told, words } from "./told.js";

const DOTS = "M5 12h.01M12 12h.01M19 12h.01";
const CROSS = "m6 6 12 12M18 6 6 18";
const ENTRIES = ["noted", "person", "again", "erase"];

/**
 * Return the frame.
 * @param {{isPage: boolean, logo: HTMLElement | null, clinic: string, direction: string, composer: HTMLElement, say: Function, goOn: Function, close: Function}} given
 * @returns {Record<"node" | "frame" | "view" | "log" | "typing" | "doing" | "replies" | "line", HTMLElement>}
 */
export function panel({ isPage, logo, clinic, direction, composer, say, goOn, close }) {
  const log = el("div.log", { role: "log", "aria-live": "polite", "aria-label": words("messages") });
  const doing = el("span.doing", {}, words("writing"));
  const typing = el("div.typing", { role: "status", hidden: "" }, el("i"), el("i"), el("i"), doing);
  const replies = el("div.replies", { role: "group", "aria-label": words("replies"), hidden: "" });
  const view = el(isPage ? "main.talk" : "div.talk", { tabindex: 0, role: isPage ? null : "group", "aria-label": words("talk") }, el("div.column", {}, log, typing, replies));
  const entries = ENTRIES.map((name) => ({ title: words(`menu.${name}.title`), pick: () => say(words(`menu.${name}.say`)) }));
  if (told.messengers.length) entries.unshift({ title: words("go_on.title"), pick: goOn });
  const line = el("div.line", { role: "status", dir: "auto" });
  const frame = el(
    "div.frame",
    {},
    el(
      isPage ? "header.top" : "div.top",
      {},
      el(
        "div.column",
        {},
        logo ?? el("div.mark"),
        el(
          "div.name",
          {},
          el(isPage ? "h1" : "h2", {}, words("name"), " ", el("span", {}, words("for_clinic", { clinic }))),
          el("p", {}, words("role")),
        ),
        menu("round", words("menu.label"), DOTS, entries),
        isPage ? null : button("round", close, { "aria-label": words("close"), title: words("close") }, icon(CROSS)),
      ),
    ),
    view,
    line,
    el(isPage ? "footer.bottom" : "div.bottom", {}, composer),
  );
  const node = el("div.panel.paper", { dir: direction, lang: told.locale, tabindex: -1 }, frame);
  if (!isPage) {
    node.setAttribute("role", "dialog");
    node.setAttribute("aria-label", words("dialog", { clinic }));
    node.hidden = true;
  }
  return { node, frame, view, log, typing, doing, replies, line };
}
