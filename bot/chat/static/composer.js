// Where the patient writes: Enter sends, Shift+Enter begins a new line.
import { words } from "./told.js";

export const LONGEST = 2000;
const WARN_FROM = 1800;

export class Composer {
  /**
   * @param {HTMLFormElement} form
   * @param {(text: string) => void} onSend
   */
  constructor(form, onSend) {
    this.talk = document.getElementById("talk");
    this.words = form.querySelector("textarea");
    this.button = form.querySelector("button");
    this.limit = form.querySelector(".limit");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(onSend);
    });
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit(onSend);
      }
    });
    this.words.addEventListener("input", () => this.measure());
    this.measure();
  }

  submit(onSend) {
    const text = this.words.value.trim();
    if (!text || [...text].length > LONGEST) return;
    this.words.value = "";
    this.measure();
    onSend(text);
    this.words.focus();
  }

  /** Put refused words back, unless the patient writes already. */
  giveBack(text) {
    if (this.words.value) return;
    this.words.value = text;
    this.measure();
  }

  /** Focus the input, but not where that would open a keyboard over the talk. */
  focus() {
    const place = matchMedia("(pointer: fine)").matches ? this.words : this.talk;
    place.focus({ preventScroll: true });
  }

  measure() {
    const length = [...this.words.value.trim()].length;
    const over = length > LONGEST;
    this.button.disabled = over || length === 0;
    this.limit.textContent = length > WARN_FROM ? words("limit", { length, most: LONGEST }) : "";
    this.limit.classList.toggle("over", over);
    // grow with the words; where CSS can do it alone (field-sizing), this changes nothing
    this.words.style.height = "auto";
    this.words.style.height = `${this.words.scrollHeight}px`;
  }
}
