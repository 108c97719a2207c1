// The widget's styles as sheets that need no permission of the site: no style element, no inline style.
import { accents } from "./colour.js";

const FILES = ["base.css", "chat.css", "plan.css"];
const NIGHT = "(prefers-color-scheme: dark)";
const CHOSEN = { dark: "(min-width: 0)", light: "(max-width: 0)" };

/**
 * Return the sheets of the widget, in order.
 * @param {URL} files where they are
 * @param {string | null} theme "auto", "light" or "dark"
 * @param {string | null} colour the clinic's
 * @returns {Promise<CSSStyleSheet[]>}
 * @throws where a file cannot be had
 */
export async function styles(files, theme, colour) {
  const texts = await Promise.all(FILES.map((name) => text(new URL(name, files))));
  const { light, dark } = accents(colour) ?? {};
  texts.push(rule(light), `@media screen and ${NIGHT} { ${rule(dark)} }`);
  return texts.map((each) => sheet(each, CHOSEN[theme] ?? NIGHT));
}

async function text(url) {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error(`no ${url}`);
  return answer.text();
}

function sheet(rules, night) {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  for (const { media } of made.cssRules) {
    if (media) media.mediaText = media.mediaText.replace(NIGHT, night);
  }
  return made;
}

function rule(tokens = {}) {
  return `.dewy { ${Object.entries(tokens).map((each) => each.join(": ")).join("; ")} }`;
}
