// Where the patient writes: Enter sends, Shift+Enter begins a new line.
import { el, icon } from "./dom.js";
import { told, words } from "./told.js";

const UP = "M12 19V5m0 0-6 6m6-6 6 6";
const WARN_BEFORE = 200;

export class Composer {
  constructor(kept, onSend, beside) {
    this.kept = kept;
    this.onSend = onSend;
    this.words = el("textarea", {
      rows: 1,
      dir: "auto",
      "aria-label": words("composer.message"),
      "aria-describedby": "limit",
      placeholder: words("composer.placeholder"),
      enterkeyhint: "send",
      input: () => this.measure(),
      keydown: (event) => this.onKey(event),
    });
    this.button = el("button.send", { type: "submit", "aria-label": words("composer.send"), title: words("composer.send_key") }, icon(UP));
    this.limit = el("p.limit", { id: "limit", role: "status" });
    this.problem = el("p.problem", { role: "alert", dir: "auto" });
    this.node = el(
      "form.column",
      { autocomplete: "off", submit: (event) => this.submit(event) },
      this.problem,
      el("div.field", {}, beside, this.words, this.button),
      this.limit,
      fine(),
    );
    this.words.value = kept.get("draft") ?? "";
    this.measure();
  }

  onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    const text = this.words.value.trim();
    if (!text || [...text].length > told.longest) return;
    this.clear();
    this.onSend(text);
    this.words.focus();
  }

  /** Let go of what was begun. */
  clear() {
    this.words.value = "";
    this.complain("");
    this.measure();
  }

  /** Put refused words back before what the patient writes already, and say why. */
  giveBack(text, problem) {
    this.words.value = [text, this.words.value].filter(Boolean).join("\n");
    this.complain(problem);
    this.measure();
  }

  /** @param {string} problem nothing takes it away */
  complain(problem) {
    this.problem.textContent = problem;
  }

  measure() {
    const length = [...this.words.value.trim()].length;
    const over = length > told.longest;
    this.button.disabled = over || length === 0;
    this.limit.textContent = length > told.longest - WARN_BEFORE ? words("limit", { length, most: told.longest }) : "";
    this.limit.classList.toggle("over", over);
    this.kept.set("draft", this.words.value || null);
    // grow with the words; where CSS can do it alone (field-sizing), this changes nothing
    this.words.style.height = "auto";
    if (this.words.scrollHeight) this.words.style.height = `${this.words.scrollHeight}px`;
  }
}

function fine() {
  const mark = "\u0000";
  const [before, after] = words("fine", { number: mark }).split(mark);
  // where a country has no one number, it is said in words
  const digits = told.emergency.replaceAll(" ", "");
  const number = /^\d+$/.test(digits) ? el("a", { href: `tel:${digits}` }, told.emergency) : told.emergency;
  return el("p.fine", { dir: "auto" }, before, number, after);
}
