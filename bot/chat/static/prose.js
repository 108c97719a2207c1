// The assistant's words as paragraphs and lists.
import { el } from "./dom.js";

const BULLET = "• ";

/** Return the nodes for a text: lines that begin with a bullet become a list. */
export function prose(text) {
  const nodes = [];
  let list = null;
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line.startsWith(BULLET)) {
      if (list === null) nodes.push((list = el("ul")));
      list.append(el("li", {}, line.slice(BULLET.length)));
    } else {
      list = null;
      if (line) nodes.push(el("p", {}, line));
    }
  }
  return nodes;
}
