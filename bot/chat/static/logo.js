// The clinic's logo in the head of the talk, drawn as photographs are: a strict site allows no image by address.
import { el } from "./dom.js";
import { fitted } from "./picture.js";

// as in base.css: a canvas that is much larger than it is shown looks jagged
const SHOWN_PX = 160;

/**
 * Return the place of the logo: Dewy's own mark, until the clinic's logo is there.
 * @param {URL} door where it is
 * @param {string} clinic whose it is
 * @returns {HTMLElement}
 */
export function logo(door, clinic) {
  const place = el("div.mark");
  drawn(new URL("logo", door)).then(
    (canvas) => {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", clinic);
      canvas.className = "logo";
      place.replaceWith(canvas);
    },
    // the mark stays
    () => {},
  );
  return place;
}

async function drawn(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`no ${address}`);
  return fitted(await createImageBitmap(await answer.blob()), SHOWN_PX * devicePixelRatio, null);
}
