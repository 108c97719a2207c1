// The camera's live picture, and a photograph of it.
import { button, el, icon } from "./dom.js";
import { Problem } from "./door.js";
import { jpeg } from "./picture.js";
import { words } from "./told.js";

const TURN = "M4 12a8 8 0 0 1 13.7-5.6L20 8.5m0-4.5v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5";
const REASONS = { NotAllowedError: "refused", NotFoundError: "none", NotReadableError: "busy" };

/** Whether a live picture can be had; on a phone, the phone's own camera does it better. */
export function hasLiveCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia) && !matchMedia("(pointer: coarse)").matches;
}

export class Camera {
  constructor(onPhoto, onProblem) {
    this.onProblem = onProblem;
    this.facing = "user";
    this.video = el("video", { playsinline: "", "aria-label": words("camera.picture") });
    this.video.muted = true;
    const shoot = () => jpeg(this.video).then(onPhoto, onProblem);
    this.shutter = button("shutter", shoot, { "aria-label": words("camera.shutter"), title: words("camera.shutter"), disabled: "" });
    this.other = button("round.turn", () => this.turn(), { "aria-label": words("camera.turn"), title: words("camera.turn"), hidden: "" }, icon(TURN));
    this.node = el("div.camera", {}, this.video, el("div.controls", {}, this.shutter, this.other));
  }

  /** Ask for the camera and show what it sees. */
  async start() {
    this.isWanted = true;
    try {
      const video = { facingMode: this.facing, width: { ideal: 1920 }, height: { ideal: 1440 } };
      this.stream = await navigator.mediaDevices.getUserMedia({ video });
      // taken back while the browser asked
      if (!this.isWanted) return this.stop();
      this.video.srcObject = this.stream;
      // a mirror, as people know themselves; the photograph is none
      this.video.classList.toggle("mirror", this.facing === "user");
      await this.video.play();
      this.shutter.disabled = false;
      this.shutter.focus();
      const devices = await navigator.mediaDevices.enumerateDevices();
      this.other.hidden = devices.filter(({ kind }) => kind === "videoinput").length < 2;
    } catch (problem) {
      if (!this.isWanted) return undefined;
      this.stop();
      this.onProblem(new Problem(words(`camera.${REASONS[problem.name] ?? "broken"}`)));
    }
    return undefined;
  }

  /** Let the camera go: its light goes out. */
  stop() {
    this.isWanted = false;
    this.shutter.disabled = true;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
  }

  turn() {
    this.stop();
    this.facing = this.facing === "user" ? "environment" : "user";
    return this.start();
  }
}
