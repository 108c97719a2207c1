// Messages on their way: one after the other, in order, none lost and none sent under two names.
import { backoff } from "./connection.js";

const SHOWN_WITHIN_MS = 10_000;

/** @typedef {{id: string, text: string, photo?: string, problem?: Error}} Message */

/** Sends messages; a reload loses none. */
export class Outbox {
  /**
   * @param {import("./door.js").Door} door
   * @param {{get: Function, set: Function}} kept for this tab
   * @param {{changed: () => void, refused: (message: Message, problem: Error) => void}} hears
   */
  constructor(door, kept, hears) {
    this.door = door;
    this.kept = kept;
    this.hears = hears;
    // not taken by the door yet
    this.waiting = kept.get("outbox") ?? [];
    // taken, but not seen in the talk yet
    this.taken = [];
    this.busy = false;
    this.failures = 0;
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
  }

  /** All that the talk does not show yet, in order. */
  get all() {
    return [...this.taken, ...this.waiting];
  }

  /** Send a message once those before it are taken. */
  post(message) {
    this.waiting.push(message);
    this.changed();
    return this.pump();
  }

  /** Take a message back that is not sent yet. */
  withdraw(id) {
    this.waiting = this.waiting.filter((each) => each.id !== id);
    this.changed();
  }

  /** The talk shows a message: it is done with. */
  seen(isShown) {
    this.taken = this.taken.filter(({ id }) => !isShown(id));
    const left = this.waiting.filter(({ id }) => !isShown(id));
    if (left.length < this.waiting.length) {
      this.waiting = left;
      this.changed();
    }
  }

  /** The talk is there anew: what it should show by now and does not was said in a session that ended. */
  settle() {
    this.taken = this.taken.filter(({ takenAt }) => Date.now() - takenAt < SHOWN_WITHIN_MS);
  }

  /** Forget all: the talk was deleted. */
  clear() {
    clearTimeout(this.timer);
    this.waiting = [];
    this.taken = [];
    this.changed();
  }

  /** Try again now. */
  retry() {
    if (this.notBefore > Date.now()) return undefined;
    clearTimeout(this.timer);
    return this.pump();
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length > 0 && (await this.sent(this.waiting[0])));
    this.busy = false;
  }

  /** Send a message; return whether it is done with, for good or ill. */
  async sent(message) {
    try {
      await this.door.send(message);
    } catch (problem) {
      // the talk has shown it, or was deleted, meanwhile
      if (!this.waiting.includes(message)) return true;
      if (problem.isFinal) {
        this.withdraw(message.id);
        this.hears.refused(message, problem);
        return true;
      }
      this.failures += 1;
      message.problem = problem;
      this.notBefore = Date.now() + problem.wait;
      this.timer = setTimeout(() => this.pump(), Math.max(problem.wait, backoff(this.failures)));
      this.hears.changed();
      return false;
    }
    this.failures = 0;
    if (this.waiting.includes(message)) {
      message.problem = null;
      this.waiting = this.waiting.filter((each) => each !== message);
      this.taken.push({ ...message, takenAt: Date.now() });
      this.changed();
    }
    return true;
  }

  changed() {
    this.kept.set("outbox", this.waiting.length ? this.waiting.map(({ id, text, photo }) => ({ id, text, photo })) : null);
    this.hears.changed();
  }
}

/** @returns {string} a new message's id */
export function newId() {
  // crypto.randomUUID is missing where a clinic's network serves the page over plain http
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );
}
