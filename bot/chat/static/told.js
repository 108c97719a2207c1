// What the clinic's door told of itself: words, readable names, numbers to call, hosts that links may lead to.
import { capital } from "./dom.js";

/** @typedef {object} Told the answer of /api/widget */

/** @type {Told} */
export let told;

/**
 * Keep what the door told; before it, nobody has words.
 * @param {Told} all
 */
export function tell(all) {
  told = all;
}

/**
 * Return the words under a dotted path with their {names} filled in.
 * @param {string} path
 * @param {Record<string, unknown>} values
 * @returns {string}
 */
export function words(path, values = {}) {
  const found = path.split(".").reduce((level, part) => level[part], told.words);
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/**
 * Return what people call an identifier, with its first letter in upper case.
 * @param {string} identifier
 * @returns {string}
 */
export function named(identifier) {
  return capital(told.names[identifier] ?? identifier.replaceAll("_", " "));
}
