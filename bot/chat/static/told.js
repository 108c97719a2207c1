// What the page was told by the clinic: readable names, numbers to call.
import { capital } from "./dom.js";

const told = JSON.parse(document.getElementById("told").textContent);

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
