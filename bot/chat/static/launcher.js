// The launcher once words are there: its label, and how many answers wait.
import { words } from "./told.js";

export class Launcher {
  constructor(root, label) {
    this.button = root.querySelector(".launcher");
    this.badge = root.querySelector(".badge");
    this.status = root.querySelector("[role=status]");
    this.label = label;
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.count = 0;
  }

  /** Show how many answers nobody has read; more than before are announced. */
  mark(count) {
    if (count === this.count) return;
    const said = count ? news(count) : "";
    this.status.textContent = count > this.count ? said : "";
    this.badge.textContent = count ? (count > 9 ? "9+" : String(count)) : "";
    this.button.setAttribute("aria-label", [this.label, said].filter(Boolean).join(", "));
    this.count = count;
  }

  /** @param {boolean} isHidden while the panel stands in its place */
  hide(isHidden) {
    this.button.hidden = isHidden;
  }
}

function news(count) {
  return words(count === 1 ? "launcher.unread_one" : "launcher.unread", { count });
}
