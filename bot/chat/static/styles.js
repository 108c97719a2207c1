// The widget's styles as sheets that need no permission of the site: no style element, no inline style.
const FILES = ["base.css", "chat.css", "plan.css"];
const NIGHT = "(prefers-color-scheme: dark)";
const CHOSEN = { dark: "(min-width: 0)", light: "(max-width: 0)" };

/**
 * Return the sheets of the widget, in order.
 * @param {URL} files where they are
 * @param {string | null} theme "auto", "light" or "dark"
 * @returns {Promise<CSSStyleSheet[]>}
 * @throws where a file cannot be had
 */
export async function styles(files, theme) {
  const texts = await Promise.all(FILES.map((name) => text(new URL(name, files))));
  return texts.map((each) => sheet(each, theme));
}

/**
 * Return the sheet of an accent, which goes after base.css.
 * @param {import("./told.js").Told["tones"]} tones
 * @param {string | null} theme "auto", "light" or "dark"
 * @returns {CSSStyleSheet}
 */
export function accent(tones, theme = "auto") {
  const { light, dark } = tones ?? {};
  return sheet(`${rule(light)} @media screen and ${NIGHT} { ${rule(dark)} }`, theme);
}

async function text(url) {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error(`no ${url}`);
  return answer.text();
}

function sheet(rules, theme) {
  const night = CHOSEN[theme] ?? NIGHT;
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  for (const { media } of made.cssRules) {
    if (media) media.mediaText = media.mediaText.replace(NIGHT, night);
  }
  return made;
}

function rule(tokens = {}) {
  return `:root, .dewy { ${Object.entries(tokens).map((each) => each.join(": ")).join("; ")} }`;
}
