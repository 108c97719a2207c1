// Pictures on a canvas: a strict site allows no image of another address, but what a script fetched can be drawn.
// A photograph that leaves is drawn as well: upright, small, and without the place that a camera writes into it.
import { el } from "./dom.js";
import { Problem } from "./door.js";
import { words } from "./told.js";

const SHOWN_PX = 1024;
// what the door keeps (analysis/keeping.py)
const SENT_PX = 2016;
const QUALITY = 0.92;

/**
 * Return a picture that draws itself once its bytes are there; until then, and where they are not, its words.
 * @param {Promise<Blob>} blob
 * @param {string} alt
 * @returns {HTMLElement}
 */
export function picture(blob, alt) {
  const frame = el("div.picture", {}, el("span", {}, alt));
  blob.then(drawn).then(
    (canvas) => {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", alt);
      frame.replaceChildren(canvas);
    },
    () => frame.classList.add("missing"),
  );
  return frame;
}

/**
 * Draw a picture upright and no larger than a screen needs.
 * @param {Blob} blob
 * @returns {Promise<HTMLCanvasElement>}
 * @throws where the browser cannot read it
 */
export async function drawn(blob) {
  return fitted(await bitmap(blob), SHOWN_PX);
}

/**
 * Return a photograph as JPEG; a HEIC that this browser cannot read as it is, the door reads it.
 * @param {Blob & {name?: string}} file
 * @param {number} most bytes that may be sent
 * @returns {Promise<Blob>}
 * @throws {Problem} where it is no picture, or too large
 */
export async function shrunk(file, most) {
  const read = await bitmap(file).catch(() => null);
  if (!read && !isHeic(file)) throw new Problem(words("photo.unreadable"));
  const small = read ? await jpeg(read) : new Blob([file], { type: "image/heic" });
  if (small.size > most) throw new Problem(words("photo.too_large"));
  return small;
}

/**
 * Return what is seen as JPEG.
 * @param {ImageBitmap | HTMLVideoElement} source
 * @returns {Promise<Blob>}
 */
export function jpeg(source) {
  return new Promise((resolve, reject) => {
    const done = (blob) => (blob ? resolve(blob) : reject(new Problem(words("photo.unreadable"))));
    fitted(source, SENT_PX).toBlob(done, "image/jpeg", QUALITY);
  });
}

function bitmap(blob) {
  return createImageBitmap(blob, { imageOrientation: "from-image" });
}

function isHeic({ type, name = "" }) {
  return /^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name);
}

/**
 * Draw a picture with its longer side no longer than told.
 * @param {ImageBitmap | HTMLVideoElement} source
 * @param {number} longest pixels
 * @param {string | null} ground below what is transparent, which JPEG does not know
 * @returns {HTMLCanvasElement}
 */
export function fitted(source, longest, ground = "#fff") {
  const width = source.videoWidth || source.width;
  const height = source.videoHeight || source.height;
  const scale = Math.min(1, longest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  if (ground) {
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close?.();
  return canvas;
}
