// The clinic's door, as the widget asks it; the session is a cookie or a token, as the door says.
import { told, words } from "./told.js";

const PATIENCE_MS = 30_000;
const UNKNOWN = 401;
const TOO_MANY = 429;

/** The door did not do as it was asked; `message` is for the patient. */
export class Problem extends Error {
  /**
   * @param {string} message
   * @param {number} status 0 where there was no answer
   * @param {number} wait milliseconds to wait before the next attempt
   */
  constructor(message, status = 0, wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
  }

  /** Whether the same request can never be granted. */
  get isFinal() {
    return this.status >= 400 && this.status < 500 && ![UNKNOWN, TOO_MANY].includes(this.status);
  }
}

/**
 * Return what the door tells everybody.
 * @param {URL} root the door's address
 * @param {string | null} language
 * @param {string | null} colour the website's accent
 * @returns {Promise<import("./told.js").Told>}
 */
export async function ask(root, language, colour) {
  const address = new URL("api/widget", root);
  if (language) address.searchParams.set("language", language);
  if (colour) address.searchParams.set("colour", colour);
  const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`the door answered ${answer.status}`);
  return answer.json();
}

/** The door once it is known: everything that belongs to one patient. */
export class Door {
  /**
   * @param {URL} root its address
   * @param {{get: Function, set: Function}} always where a token is kept
   */
  constructor(root, always) {
    this.root = root;
    this.always = always;
    this.beginning = null;
    // hears that another session was begun on the way
    this.renewed = () => {};
    /** @type {Map<string, Promise<Blob>>} pictures that are here already */
    this.pictures = new Map();
  }

  /** Begin a session, or go on with the one that there is; those who ask together begin one. */
  begin() {
    this.beginning ??= this.once("POST", "api/session")
      .then(({ token }) => this.always.set("token", token))
      .finally(() => (this.beginning = null));
    return this.beginning;
  }

  /** Forget the session: the talk was deleted. */
  leave() {
    this.always.set("token", null);
    this.pictures.clear();
  }

  /** @returns {Promise<object[]>} the turns so far; without a session a Problem */
  async talk() {
    return (await this.once("GET", "api/talk")).turns;
  }

  /** Open the stream of events. */
  async events(signal) {
    const headers = { Accept: "text/event-stream" };
    return this.fetched("GET", "api/talk/events", { headers, signal, cache: "no-store" });
  }

  /** Hand in a message; the same id is taken once. */
  send({ id, text, photo }) {
    const body = JSON.stringify(photo ? { id, text, photo } : { id, text });
    return this.again(() => this.once("POST", "api/messages", { headers: { "Content-Type": "application/json" }, body }));
  }

  /** Return a picture's bytes: one of this door's, with the patient's session, or one of an allowed host. */
  picture(url) {
    const address = new URL(url, this.root);
    if (!this.pictures.has(address.href)) {
      const bytes = this.bytes(address);
      bytes.catch(() => this.pictures.delete(address.href));
      this.pictures.set(address.href, bytes);
    }
    return this.pictures.get(address.href);
  }

  /** Remember a photograph that was just sent: it need not be fetched to be shown. */
  show(photo, blob) {
    this.pictures.set(new URL(`api/photos/${encodeURIComponent(photo)}`, this.root).href, Promise.resolve(blob));
  }

  async bytes(address) {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    if (address.origin === this.root.origin) return (await this.fetched("GET", address, { signal })).blob();
    const answer = await fetch(address, { credentials: "omit", signal });
    if (!answer.ok) throw new Problem(words("out_of_reach"), answer.status);
    return answer.blob();
  }

  /** Take an upload back; that it cannot be reached is no matter, the door drops it in time. */
  discard(photo) {
    this.fetched("DELETE", `api/photos/${encodeURIComponent(photo)}`).catch(() => {});
  }

  /** @returns {Promise<URL>} where the plan can be printed */
  async planLink() {
    return new URL((await this.again(() => this.once("POST", "api/plan/link"))).url, this.root);
  }

  /** @returns {Promise<{minutes: number, ways: {messenger: string, url: string}[]}>} how the talk goes on in a messenger */
  ways() {
    return this.again(() => this.once("POST", "api/link"));
  }

  /** Do something once more where the session has ended meanwhile: another is begun. */
  async again(action) {
    try {
      return await action();
    } catch (problem) {
      if (problem.status !== UNKNOWN) throw problem;
      await this.begin();
      this.renewed();
      return action();
    }
  }

  /** How a request shows whose it is. */
  get pass() {
    const token = told.session === "token" ? this.always.get("token") : null;
    return {
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      credentials: told.session === "token" ? "omit" : "include",
    };
  }

  async once(method, path, request = {}) {
    const answer = await this.fetched(method, path, { signal: AbortSignal.timeout(PATIENCE_MS), ...request });
    try {
      return await answer.json();
    } catch {
      throw new Problem(words("out_of_reach"));
    }
  }

  async fetched(method, path, { headers, ...request } = {}) {
    const { headers: own, credentials } = this.pass;
    let answer;
    try {
      answer = await fetch(new URL(path, this.root), { method, credentials, headers: { ...headers, ...own }, ...request });
    } catch {
      throw new Problem(words("out_of_reach"));
    }
    if (answer.ok) return answer;
    const body = await answer.json().catch(() => ({}));
    throw refusal(answer.status, body, answer.headers.get("Retry-After"));
  }
}

/**
 * Return the problem that a refusal is.
 * @param {number} status
 * @param {{problem?: string}} body
 * @param {string | null} retryAfter seconds
 * @returns {Problem}
 */
export function refusal(status, body, retryAfter) {
  const problem = typeof body?.problem === "string" ? body.problem : words("out_of_reach");
  return new Problem(problem, status, (Number(retryAfter) || 0) * 1000);
}
