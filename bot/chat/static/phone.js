// The whole screen of a phone: what the keyboard leaves of it, and nothing behind it that moves.

// as in chat.css
const SMALL = "(max-width: 520px), (max-height: 440px)";
const REACHABLE = "button, a[href], textarea, input, summary, [tabindex='0']";

export class Phone {
  constructor(panel, isPage) {
    this.panel = panel;
    this.isPage = isPage;
    this.isOpen = false;
    this.small = matchMedia(SMALL);
    this.small.addEventListener("change", () => this.fit());
    for (const change of ["resize", "scroll"]) window.visualViewport?.addEventListener(change, () => this.fit());
    if (!isPage) panel.addEventListener("keydown", (event) => event.key === "Tab" && this.turn(event));
  }

  /** @param {boolean} isOpen */
  show(isOpen) {
    this.isOpen = isOpen;
    this.fit();
  }

  get isFull() {
    return this.isOpen && !this.isPage && this.small.matches;
  }

  /** Fill what is visible; hold the site still while it is covered. */
  fit() {
    const { visualViewport: seen } = window;
    const { style } = this.panel;
    if (this.isOpen && seen && seen.scale === 1 && (this.isFull || this.isPage)) {
      style.setProperty("--high", `${seen.height}px`);
      style.setProperty("--down", `${seen.offsetTop}px`);
    } else {
      style.removeProperty("--high");
      style.removeProperty("--down");
    }
    if (this.isPage) return;
    this.panel.ariaModal = this.isFull ? "true" : null;
    const site = document.documentElement.style;
    if (this.isFull && this.before === undefined) {
      this.before = site.overflow;
      site.overflow = "hidden";
    } else if (!this.isFull && this.before !== undefined) {
      site.overflow = this.before;
      this.before = undefined;
    }
  }

  /** Keep the focus where the patient can see it. */
  turn(event) {
    if (!this.isFull) return;
    const all = [...this.panel.querySelectorAll(REACHABLE)].filter((each) => each.getClientRects().length && !each.closest("[inert]") && each.tabIndex >= 0);
    const at = this.panel.getRootNode().activeElement;
    const leaves = event.shiftKey ? at === all[0] || at === this.panel : at === all.at(-1);
    if (!leaves) return;
    event.preventDefault();
    all.at(event.shiftKey ? -1 : 0).focus();
  }
}
