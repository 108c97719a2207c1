// Elements from text: what people say is put in as text nodes, never as HTML.

/**
 * Return an element.
 * @param {string} tag with classes, such as "p.why"
 * @param {Record<string, unknown>} attributes; a function is a listener, null leaves one out
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * Return a button.
 * @param {string} style its classes, such as "pill.again"
 * @param {() => void} click
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string | null)} children
 * @returns {HTMLButtonElement}
 */
export function button(style, click, attributes = {}, ...children) {
  return el(`button.${style}`, { type: "button", click, ...attributes }, ...children);
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return a drawing of lines, 24 by 24, from its path; it says nothing to a screen reader.
 * @param {string} path
 * @returns {SVGElement}
 */
export function icon(path) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/**
 * Return a text with its first letter in upper case.
 * @param {string} text
 * @returns {string}
 */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
