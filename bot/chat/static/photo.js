// A photograph, from choosing it to sending it: nothing leaves the browser before "Send", each step can be left.
import { Camera, hasLiveCamera } from "./camera.js";
import { button, el } from "./dom.js";
import { menu } from "./menu.js";
import { drawn, shrunk } from "./picture.js";
import { told, words } from "./told.js";
import { upload } from "./upload.js";

const CAMERA = "M3 8h4l2-3h6l2 3h4v11H3V8Zm9 8.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z";
const FRAME = "M4 5h16v14H4V5Zm0 11 5-5 4 4 2.5-2.5L20 17M15.5 9h.01";

export class Photo {
  constructor(door, onSent) {
    this.door = door;
    this.onSent = onSent;
    this.file = this.input({});
    this.selfie = this.input({ capture: "user" });
    this.beside = menu("round.attach", words("photo.add"), CAMERA, [
      { title: words("photo.choose"), path: FRAME, pick: () => this.file.click() },
      { title: words("photo.take"), path: CAMERA, pick: () => this.take() },
    ]);
    this.node = el("div.photo", {
      role: "dialog",
      "aria-modal": "true",
      "aria-label": words("photo.dialog"),
      hidden: "",
      keydown: (event) => this.onKey(event),
    });
  }

  /** Stand over the panel's frame, which takes what is dropped or pasted on it. */
  cover(panel, frame) {
    this.frame = frame;
    panel.append(this.node, this.file, this.selfie);
    panel.addEventListener("dragover", (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
    panel.addEventListener("drop", (event) => this.receive(event, event.dataTransfer));
    panel.addEventListener("paste", (event) => {
      // words that were copied with a picture of them are words
      if (!event.clipboardData.types.includes("text/plain")) this.receive(event, event.clipboardData);
    });
  }

  receive(event, { files: [file] }) {
    if (!file) return;
    // a file must not open in place of the site
    event.preventDefault();
    this.preview(file);
  }

  /** Show the ways to add one. */
  offer() {
    const open = this.beside.querySelector("button");
    open.focus();
    open.click();
  }

  take() {
    if (!hasLiveCamera()) return this.selfie.click();
    this.camera = new Camera((photo) => this.preview(photo), (problem) => this.complain(problem));
    this.show(words("camera.title"), [this.camera.node], [this.cancel()]);
    return this.camera.start();
  }

  /** Show a picture before it is sent. */
  async preview(file) {
    this.camera?.stop();
    this.upload?.abort();
    const mine = (this.step = {});
    this.show(words("photo.title"), [el("p.wait", {}, words("photo.reading"))], [this.cancel()]);
    let blob, canvas;
    try {
      blob = await shrunk(file, told.photo_bytes);
      canvas = await drawn(blob).catch(() => null);
    } catch (problem) {
      if (this.step === mine) this.complain(problem);
      return;
    }
    if (this.step !== mine) return;
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute("aria-label", words("photo.yours"));
    this.caption = el("textarea", { rows: 2, dir: "auto", "aria-label": words("photo.caption"), placeholder: words("photo.caption") });
    this.send = button("pill.main", () => this.deliver(blob), {}, words("photo.send"));
    this.progress = el("progress", { max: 1, value: 0, "aria-label": words("photo.progress"), hidden: "" });
    this.status = el("p.status", { role: "alert", dir: "auto" });
    this.show(words("photo.title"), [canvas ?? el("p.wait", {}, words("photo.no_preview")), this.caption, this.progress, this.status], [this.cancel(), this.send]);
    this.send.focus();
  }

  async deliver(blob) {
    const caption = this.caption.value.trim();
    if ([...caption].length > told.longest) {
      this.status.textContent = words("photo.long_caption", { most: told.longest });
      return;
    }
    const attempt = (this.upload = new AbortController());
    this.busy(true);
    try {
      const photo = await upload(this.door, blob, (share) => (this.progress.value = share), attempt.signal);
      // taken back as it arrived
      if (attempt.signal.aborted) return this.door.discard(photo);
      this.close();
      this.onSent(caption, photo, blob);
    } catch (problem) {
      if (attempt.signal.aborted) return undefined;
      this.busy(false);
      this.status.textContent = problem.message;
    }
    return undefined;
  }

  /** Leave, wherever it stands. */
  close() {
    if (this.node.hidden) return;
    this.camera?.stop();
    this.upload?.abort();
    this.step = null;
    this.node.hidden = true;
    this.node.replaceChildren();
    this.frame.inert = false;
    this.beside.querySelector("button").focus();
  }

  busy(isBusy) {
    this.send.disabled = isBusy;
    this.caption.disabled = isBusy;
    this.progress.hidden = !isBusy;
    this.progress.value = 0;
    this.status.textContent = "";
  }

  /** Say what went wrong, and what else can be done. */
  complain(problem) {
    const choose = button("pill.main", () => this.file.click(), {}, words("photo.choose"));
    this.show(words("photo.title"), [el("p.status", { role: "alert", dir: "auto" }, problem.message)], [this.cancel(), choose]);
    choose.focus();
  }

  show(title, content, buttons) {
    this.node.replaceChildren(el("h2", {}, title), el("div.content", {}, ...content), el("div.buttons", {}, ...buttons));
    this.node.hidden = false;
    this.frame.inert = true;
    buttons[0].focus();
  }

  cancel() {
    return button("pill.cancel", () => this.close(), {}, words("photo.cancel"));
  }

  onKey(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  }

  input(more) {
    const input = el("input", { type: "file", accept: "image/*,.heic,.heif", tabindex: -1, "aria-hidden": "true", hidden: "", ...more });
    input.addEventListener("change", () => {
      const [file] = input.files;
      if (file) this.preview(file);
      input.value = "";
    });
    return input;
  }
}
