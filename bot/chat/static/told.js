// What a page was told by the clinic: words, readable names, numbers to call.
import { capital } from "./dom.js";

export const told = JSON.parse(document.getElementById("told").textContent);

/** Return the words under a dotted path with their {names} filled in. */
export function words(path, values = {}) {
  const found = path.split(".").reduce((level, part) => level[part], told.words);
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Return what people call an identifier, with its first letter in upper case. */
export function named(identifier) {
  return capital(told.names[identifier] ?? identifier.replaceAll("_", " "));
}

/** Return the helplines whose number a text names. */
export function helplinesIn(text) {
  return told.helplines.filter(({ number }) =>
    new RegExp(`(^|\\D)${number}(\\D|$)`).test(text),
  );
}
