// Messages on their way: one after the other, in order, none lost and none sent under two names.
import { send } from "./api.js";

/** Sends messages; a failed one stays first until it is tried again. */
export class Outbox {
  /**
   * @param {{sending: Function, answered: Function, failed: Function}} told hears of each message:
   *   `sending(message)`, `answered(message, answer)`, `failed(message, problem)`
   */
  constructor(told) {
    this.told = told;
    this.waiting = [];
    // until the talk so far is there
    this.busy = true;
  }

  /** Begin to send: what the clinic holds without an answer first. */
  start(unanswered) {
    this.waiting.unshift(...unanswered);
    this.busy = false;
    return this.pump();
  }

  /** Send a message once those before it are answered. */
  post(message) {
    this.waiting.push(message);
    return this.pump();
  }

  /** Send what waits, until all is answered or one fails. */
  async pump() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.waiting.length > 0 && (await this.sent(this.waiting[0])));
    } finally {
      this.busy = false;
    }
  }

  /** Send a message; return whether it is done with, for good or ill. */
  async sent(message) {
    this.told.sending(message);
    let answer;
    try {
      answer = await send(message);
    } catch (problem) {
      if (problem.isFinal) this.waiting.shift();
      this.told.failed(message, problem);
      return problem.isFinal;
    }
    this.waiting.shift();
    this.told.answered(message, answer);
    return true;
  }
}

/** Return a new message's id. */
export function newId() {
  // crypto.randomUUID is missing where a clinic's network serves the page over plain http
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
