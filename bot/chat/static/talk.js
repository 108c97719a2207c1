// What is known of a talk: its turns in order, what was read of them. Knows no page and no network.

/** @typedef {{id: string, text: ?string, photo: ?string, messages: ?object[], problem: ?string}} Turn */

export class Talk {
  constructor() {
    /** @type {Map<string, Turn>} */
    this.turns = new Map();
    this.isKnown = false;
  }

  /** Take all turns so far, in order. */
  begin(turns) {
    this.turns = new Map(turns.map((turn) => [turn.id, turn]));
    this.isKnown = true;
  }

  /** Take a turn that is new or has changed; it keeps its place. */
  change(turn) {
    this.turns.set(turn.id, turn);
  }

  /** Whether an answer is being written. */
  get isAwaited() {
    const all = [...this.turns.values()];
    return this.isKnown && (all.length === 0 || all.some(({ messages, problem }) => !messages && !problem));
  }

  /** The quick replies of the last word, while it is the assistant's. */
  get choices() {
    const last = [...this.turns.values()].at(-1)?.messages?.at(-1)?.parts.at(-1);
    return last?.kind === "choices" ? last.choices : [];
  }

  /** Whether a photograph is asked for, and so may be looked at. */
  get isPhotoWanted() {
    return [...this.turns.values()].findLast(({ messages }) => messages)?.messages.at(-1)?.custom?.asking === "photo";
  }

  /** The id of the last turn that was answered, or null. */
  get lastAnswered() {
    return [...this.turns.values()].findLast(({ messages }) => messages)?.id ?? null;
  }

  /** Return how many messages came after what was read. */
  unread(read) {
    const all = [...this.turns.values()];
    const from = all.findIndex(({ id }) => id === read) + 1;
    return all.slice(from).reduce((sum, { messages }) => sum + (messages?.length ?? 0), 0);
  }
}
