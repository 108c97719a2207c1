// The one script on a clinic's site: shows the launcher at once, and fetches the rest when there is time.
// Its tag may have data-clinic, data-colour (#rgb or #rrggbb), data-position (start, end), data-language,
// data-theme (auto, light, dark), data-direction (ltr, rtl) and data-label (the launcher's name).
(() => {
  const NAME = "dewy-chat";
  // a second script tag does nothing
  if (customElements.get(NAME)) return;
  const script = document.currentScript;
  const files = new URL(".", script.src);
  // the clinic's own accent stands here where it chose one (bot/channels/web/files.py)
  const ACCENT = "#8c3b55";
  const OPTIONS = ["clinic", "colour", "position", "language", "theme", "direction", "label"];
  const SVG = "http://www.w3.org/2000/svg";
  const DROP = "M12 2.6c3 4.1 7 7.4 7 12.1a7 7 0 0 1-14 0c0-4.7 4-8 7-12.1Z";
  const SHINE = "M8.4 14.6c.1-1.8.9-3.2 2-4.6";
  // what the site's own styles say of this element cannot win over an important :host
  const STYLE = `
:host { all: initial !important; display: contents !important; }
.dewy[popover] {
  position: fixed; inset: 0; z-index: 2147483647; display: block; width: auto; height: auto;
  margin: 0; padding: 0; border: 0; overflow: visible; background: none; pointer-events: none;
}
.launcher {
  position: absolute; inset-block-end: max(20px, env(safe-area-inset-bottom)); inset-inline-end: 20px;
  display: grid; place-items: center; width: 60px; height: 60px; padding: 0; border: 2px solid #fff;
  border-radius: 50%; cursor: pointer; pointer-events: auto; touch-action: manipulation;
  box-shadow: 0 1px 3px rgb(60 20 30 / 30%), 0 10px 28px -8px rgb(60 20 30 / 45%);
}
.start .launcher { inset-inline: 20px auto; }
.launcher[hidden] { display: none; }
.launcher svg { width: 32px; height: 32px; fill: currentcolor; }
.launcher path + path { fill: none; stroke-width: 1.5; stroke-linecap: round; }
.launcher:focus-visible { outline: 3px solid #1d6fd1; outline-offset: 3px; }
@media (prefers-reduced-motion: no-preference) {
  .launcher { transition: scale 0.15s; }
  .launcher:hover { scale: 1.06; }
  .launcher[aria-busy] svg { animation: wait 1s ease-in-out infinite alternate; }
}
@keyframes wait { to { opacity: 0.35; } }
@media print { .dewy[popover] { display: none; } }`;

  class DewyChat extends HTMLElement {
    #root = null;
    #widget = null;

    connectedCallback() {
      if (!this.shadowRoot) this.#build();
      this.#rise();
    }

    #build() {
      const shadow = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      this.#root = document.createElement("div");
      this.#root.className = this.getAttribute("position") === "start" ? "dewy start" : "dewy";
      shadow.append(this.#root);
      if (this.getAttribute("layout") === "page") {
        // what the page says without scripts, until the talk is there
        this.#root.append(document.createElement("slot"));
        this.#load();
        return;
      }
      this.#root.dir = this.getAttribute("direction") ?? (document.dir || "ltr");
      this.#root.setAttribute("role", "region");
      this.#root.setAttribute("popover", "manual");
      this.#root.append(...this.#launcher());
      performance.mark("dewy-launcher");
      const idle = window.requestIdleCallback ?? ((call) => setTimeout(call, 200));
      idle(() => this.#load(), { timeout: 2000 });
    }

    /** Go to the top layer, where nothing of the site can cover, clip or shift it. */
    #rise() {
      const { popover, showPopover } = this.#root;
      if (popover && showPopover && !this.#root.matches(":popover-open")) this.#root.showPopover();
    }

    #launcher() {
      const label = this.getAttribute("label") ?? ["Dewy", this.getAttribute("clinic")].filter(Boolean).join(", ");
      this.#root.setAttribute("aria-label", label);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "launcher";
      button.setAttribute("aria-label", label);
      button.setAttribute("aria-haspopup", "dialog");
      button.append(drop(paint(button, this.getAttribute("colour"))), part("span", "badge"));
      button.querySelector(".badge").ariaHidden = "true";
      button.addEventListener("click", async () => {
        button.ariaBusy = "true";
        const widget = await this.#load();
        button.removeAttribute("aria-busy");
        widget?.open();
      });
      const status = part("div", "unseen");
      status.setAttribute("role", "status");
      return [button, status];
    }

    /** Return the widget; nothing while the clinic cannot be reached. */
    #load() {
      this.#widget ??= import(new URL("widget.js", files).href)
        .then(({ start }) => start(this, this.#root, files))
        .catch(() => {
          this.#widget = null;
          if (this.getAttribute("layout") === "page") setTimeout(() => this.#load(), 5000);
        });
      return this.#widget;
    }
  }

  function part(name, style) {
    const element = document.createElement(name);
    element.className = style;
    return element;
  }

  /** Paint a button; return the colour that is read best on it. */
  function paint(button, colour) {
    button.style.background = ACCENT;
    if (/^#([\da-f]{3}){1,2}$/i.test(colour ?? "")) button.style.background = colour;
    const [red, green, blue] = button.style.backgroundColor.match(/\d+/g).map((each) => (each / 255) ** 2.2);
    const isBright = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18;
    button.style.color = isBright ? "#2a1218" : "#fff";
    return button.style.background;
  }

  function drop(shine) {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    for (const d of [DROP, SHINE]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", d);
      drawing.append(path);
    }
    drawing.lastChild.style.stroke = shine;
    return drawing;
  }

  function place() {
    if (document.querySelector(NAME)) return;
    const chat = document.createElement(NAME);
    for (const each of OPTIONS) if (script.dataset[each]) chat.setAttribute(each, script.dataset[each]);
    document.body.append(chat);
  }

  customElements.define(NAME, DewyChat);
  if (document.body) place();
  else {
    const watch = new MutationObserver(() => {
      if (!document.body) return;
      watch.disconnect();
      place();
    });
    watch.observe(document.documentElement, { childList: true });
  }
})();
