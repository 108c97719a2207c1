// One turn on the page: what was said, what is wrong with it, what was answered. Only what changed is drawn again.
import { answered, said } from "./bubbles.js";
import { button, el } from "./dom.js";
import { words } from "./told.js";

export class TurnView {
  constructor(door) {
    this.door = door;
    this.slots = { said: slot(), note: slot(), answers: slot() };
    this.node = el("div.turn", {}, ...Object.values(this.slots).map(({ node }) => node));
  }

  /** Show a turn as it is now; return whether its answer is new. */
  show({ text, photo, messages, problem }) {
    this.say(text, photo);
    fill(this.slots.note, messages ? null : problem, (inWords) => [note(inWords)]);
    return fill(this.slots.answers, messages, (all) => all.flatMap((each) => answered(each, this.door)));
  }

  /** Show a message that is on its way. */
  wait({ id, text, photo, problem }, ways) {
    this.say(text, photo ?? null);
    fill(this.slots.note, problem ? { late: problem.message } : null, ({ late }) => [
      note(
        `${words("outbox.waiting")} ${late}`,
        button("pill.again", ways.retry, {}, words("outbox.retry")),
        photo ? button("pill.back", () => ways.takeBack(id), {}, words("outbox.take_back")) : null,
      ),
    ]);
  }

  say(text, photo) {
    fill(this.slots.said, text || photo ? { text, photo } : null, (turn) => [said(turn, this.door)]);
  }

  /** Where the answer begins, for the eye. */
  get answer() {
    return this.slots.answers.node.firstElementChild;
  }
}

function note(text, ...buttons) {
  return el("div.note", { dir: "auto" }, el("p", {}, text), ...buttons);
}

function slot() {
  return { node: el("div.slot"), key: null };
}

function fill(place, value, make) {
  const key = value === null ? null : JSON.stringify(value);
  if (key === place.key) return false;
  place.key = key;
  place.node.replaceChildren(...(value === null ? [] : make(value)));
  return key !== null;
}
