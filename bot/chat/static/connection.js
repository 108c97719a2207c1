// Keeps the widget and the door in touch: events as they come, again and again until it is stopped.
import { read } from "./sse.js";

const FIRST_EVENT_MS = 15_000;
const SILENCE_MS = 45_000;
const LATE_MS = 4_000;
const POLL_MS = 3_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const HIDDEN_MS = 60_000;
const UNKNOWN = 401;

/**
 * Return how long to wait before another attempt: longer each time, and not all browsers at once.
 * @param {number} failures so far, from 1
 * @returns {number} milliseconds
 */
export function backoff(failures) {
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
}

/** One connection at a time. */
export class Connection {
  /**
   * @param {import("./door.js").Door} door
   * @param {Record<"talk" | "turn" | "erased" | "open" | "late" | "refused", Function>} hears the door's events;
   *   that it answers, that it has not for some seconds, that it never will
   */
  constructor(door, hears) {
    this.door = door;
    this.hears = hears;
    this.life = null;
    this.mayBegin = false;
    this.isOpen = false;
    this.canStream = true;
    this.wake = () => {};
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.wake());
    // a page with an open request is not kept for the way back
    addEventListener("pagehide", () => this.current?.abort());
  }

  /** Connect, and stay connected. */
  start(mayBegin) {
    this.mayBegin ||= mayBegin;
    if (!this.life) this.run((this.life = {}));
    else if (!this.isOpen) this.restart();
  }

  /** Connect anew, at once. */
  restart() {
    this.current?.abort();
    this.wake();
  }

  /** Be quiet until the next start. */
  stop() {
    this.life = null;
    this.mayBegin = false;
    this.settle(false);
    this.restart();
  }

  async run(life) {
    let hasSession = false;
    let failures = 0;
    const onOpen = () => {
      failures = 0;
      this.settle(true);
      this.hears.open();
    };
    while (this.life === life) {
      let wait = 0;
      await this.visible();
      this.expect();
      try {
        if (this.mayBegin && !hasSession) await this.door.begin();
        hasSession = true;
        await this.listen(onOpen);
      } catch (problem) {
        if (this.life !== life) return;
        if (problem.status === UNKNOWN) hasSession = false;
        if (problem.isFinal || (problem.status === UNKNOWN && !this.mayBegin)) {
          this.stop();
          if (problem.isFinal) this.hears.refused(problem);
          return;
        }
        this.expect(problem);
        wait = problem.wait ?? 0;
      }
      if (this.life !== life) return;
      this.isOpen = false;
      failures += 1;
      await this.pause(Math.max(wait, backoff(failures)));
    }
  }

  /** Listen until the door hangs up, or has been silent for too long. */
  async listen(onOpen) {
    const current = (this.current = new AbortController());
    let isHeard = false;
    let silence;
    const sign = () => {
      if (current.signal.aborted) return;
      this.signed = Date.now();
      clearTimeout(silence);
      silence = setTimeout(
        () => {
          // where not even the first event comes, something on the way holds the stream back
          if (!isHeard) this.canStream = false;
          current.abort();
        },
        isHeard ? SILENCE_MS : FIRST_EVENT_MS,
      );
    };
    const hear = (name, data) => {
      if (current.signal.aborted) return;
      if (!isHeard) onOpen();
      isHeard = true;
      if (name === "talk") this.hears.talk(data.turns);
      else if (name === "turn") this.hears.turn(data);
      else if (name === "erased") this.hears.erased(data);
    };
    sign();
    try {
      const answer = this.canStream ? await this.door.events(current.signal) : null;
      if (answer?.body && answer.headers.get("Content-Type")?.startsWith("text/event-stream")) {
        await read(answer, hear, sign);
      } else {
        clearTimeout(silence);
        await this.poll(current.signal, hear);
      }
    } catch (problem) {
      if (!current.signal.aborted) throw problem;
    } finally {
      clearTimeout(silence);
      current.abort();
    }
  }

  async poll(signal, hear) {
    while (!signal.aborted) {
      hear("talk", { turns: await this.door.talk() });
      await this.pause(POLL_MS);
      await this.visible();
    }
  }

  /** A connection is expected from now on; say so where it does not come. */
  expect(problem) {
    if (problem?.status) this.problem = problem;
    if (this.isLate) this.hears.late(this.problem ?? null);
    this.lateness ??= setTimeout(() => {
      this.isLate = true;
      this.hears.late(this.problem ?? null);
    }, LATE_MS);
  }

  /** It came, or is not expected any more. */
  settle(isOpen) {
    clearTimeout(this.lateness);
    this.lateness = null;
    this.isLate = false;
    this.problem = null;
    this.isOpen = isOpen;
  }

  pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async visible() {
    while (this.life && document.hidden) await new Promise((resolve) => (this.wake = resolve));
  }

  /** A page that nobody sees lets its connection go; one that is seen again needs a live one. */
  look() {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = setTimeout(() => this.current?.abort(), HIDDEN_MS);
    else if (this.signed && Date.now() - this.signed > SILENCE_MS / 2) this.restart();
    else this.wake();
  }
}
