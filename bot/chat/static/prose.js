// Words as paragraphs, lists and links; links lead to the clinic's own hosts, and nowhere else.
import { el } from "./dom.js";
import { told } from "./told.js";

const BULLET = "• ";
const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/g;
const AFTER = /[.,;:!?)\]'’”]+$/;

/** @type {URL} */
let door;

/**
 * Say whose links are the door's own.
 * @param {URL} root
 */
export function home(root) {
  door = root;
}

/**
 * Return the nodes for a text: lines that begin with a bullet become a list.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function prose(text) {
  const nodes = [];
  let list = null;
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (line.startsWith(BULLET)) {
      if (list === null) nodes.push((list = items([])));
      list.append(item(line.slice(BULLET.length)));
    } else {
      list = null;
      if (line) nodes.push(el("p", {}, ...linked(line)));
    }
  }
  return nodes;
}

/**
 * Return a list.
 * @param {string[]} texts
 * @returns {HTMLElement}
 */
export function items(texts) {
  return el("ul", {}, ...texts.map(item));
}

function item(text) {
  return el("li", {}, ...linked(text));
}

/**
 * Return whether an address leads to the door, or over https to a host that the clinic allows.
 * @param {string} address
 * @returns {boolean}
 */
export function isAllowed(address) {
  const url = parsed(address);
  if (!url || url.username || url.password) return false;
  return url.origin === door.origin || (url.protocol === "https:" && told.link_hosts.includes(url.host));
}

/** Return a text's nodes: what leads elsewhere stays text. */
function linked(text) {
  const nodes = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(AFTER, "");
    if (!isAllowed(address)) continue;
    nodes.push(text.slice(done, index), link(address));
    done = index + address.length;
  }
  return [...nodes, text.slice(done)].filter((each) => each !== "");
}

function link(address) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address.replace(/^https?:\/\//, ""));
}

function parsed(address) {
  try {
    return new URL(address, door);
  } catch {
    return null;
  }
}
