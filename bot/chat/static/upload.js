// A photograph on its way to the door. An XMLHttpRequest, because fetch tells no progress.
import { Problem, refusal } from "./door.js";
import { words } from "./told.js";

/**
 * Send a photograph.
 * @param {import("./door.js").Door} door
 * @param {Blob} blob
 * @param {(share: number) => void} onProgress hears how much is sent, 0 to 1
 * @param {AbortSignal} signal takes it back
 * @returns {Promise<string>} its id
 * @throws {Problem}
 */
export function upload(door, blob, onProgress, signal) {
  return door.again(() => sent(door, blob, onProgress, signal));
}

function sent(door, blob, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const { headers, credentials } = door.pass;
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open("POST", new URL("api/photos", door.root));
    request.responseType = "json";
    request.withCredentials = credentials === "include";
    request.setRequestHeader("Content-Type", blob.type || "image/heic");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / (total || blob.size)));
    request.addEventListener("loadend", () => {
      signal.removeEventListener("abort", stop);
      const { status, response } = request;
      if (status === 201 && response?.photo) resolve(response.photo);
      else if (status) reject(refusal(status, response, request.getResponseHeader("Retry-After")));
      else reject(new Problem(words("photo.out_of_reach")));
    });
    signal.addEventListener("abort", stop);
    request.send(blob);
  });
}
