// The talk on the page: messages, the assistant writing, quick replies, what went wrong.
import { answered, said } from "./bubbles.js";
import { el } from "./dom.js";
import { words } from "./told.js";

export class Thread {
  /** @param {(text: string) => void} onReply hears the words of a quick reply */
  constructor(onReply) {
    this.onReply = onReply;
    this.view = document.getElementById("talk");
    this.log = document.getElementById("log");
    this.typing = document.getElementById("typing");
    this.replies = document.getElementById("replies");
  }

  /** Show the patient's words; return their node, to be told what became of them. */
  say(text) {
    const node = said(text);
    this.log.append(node);
    this.retire();
    this.view.scrollTop = this.view.scrollHeight;
    return node;
  }

  /** Show the assistant's messages, from the first one's beginning on. */
  answer(messages) {
    const nodes = messages.flatMap(answered);
    this.log.append(...nodes);
    this.offer(messages.at(-1)?.buttons ?? []);
    nodes[0]?.scrollIntoView({ block: "start" });
  }

  /** The talk so far is on its way: a screen reader need not read all of it. */
  load() {
    this.log.ariaBusy = "true";
    this.write(true);
  }

  /** The talk so far is there. */
  settle() {
    this.log.ariaBusy = null;
    this.write(false);
  }

  /** Show whether the assistant is writing. */
  write(isWriting) {
    this.typing.hidden = !isWriting;
    if (isWriting) this.view.scrollTop = this.view.scrollHeight;
  }

  /** Say below a message what went wrong; `onRetry` offers to try again. */
  complain(node, problem, onRetry) {
    this.calm(node);
    const note = el("div.note", { role: "alert" }, el("p", {}, problem));
    if (onRetry) note.append(el("button.pill.again", { type: "button", click: onRetry }, words("try_again")));
    node.append(note);
    node.classList.add("unanswered");
    note.scrollIntoView({ block: "nearest" });
  }

  /** Take back what went wrong. */
  calm(node) {
    node.querySelector(".note")?.remove();
    node.classList.remove("unanswered");
  }

  /** A place in the talk where something can be complained about that belongs to no message. */
  place() {
    const node = el("div.message");
    this.log.append(node);
    return node;
  }

  /** Take everything away: the patient had it deleted. */
  clear() {
    this.log.replaceChildren();
    this.retire();
  }

  /** Offer to begin another talk. */
  invite(onBegin) {
    this.show([reply(words("new_talk"), onBegin)]);
  }

  offer(buttons) {
    this.show(buttons.map(({ title, payload }) => reply(title, () => this.onReply(payload))));
  }

  show(replies) {
    this.replies.replaceChildren(...replies);
    this.replies.hidden = replies.length === 0;
  }

  retire() {
    this.show([]);
  }
}

function reply(title, onClick) {
  return el("button.pill.reply", { type: "button", click: onClick }, title);
}
