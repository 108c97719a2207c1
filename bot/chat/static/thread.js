// The talk on the page: turns, messages on their way, the assistant writing, quick replies.
import { button } from "./dom.js";
import { words } from "./told.js";
import { TurnView } from "./turn.js";

const AIR_PX = 16;

export class Thread {
  /**
   * @param {{view: HTMLElement, log: HTMLElement, typing: HTMLElement, doing: HTMLElement, replies: HTMLElement}} places
   * @param {import("./door.js").Door} door
   * @param {{say: Function, retry: Function, takeBack: Function, addPhoto: Function}} hands what the patient can do
   */
  constructor(places, door, hands) {
    Object.assign(this, places);
    this.door = door;
    this.hands = hands;
    /** @type {Map<string, TurnView>} */
    this.views = new Map();
    this.offered = JSON.stringify([[], false]);
    this.isAtEnd = false;
    // a picture is drawn later than its place is known
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(this.log);
    this.view.addEventListener("wheel", () => (this.isAtEnd = false), { passive: true });
    this.view.addEventListener("touchmove", () => (this.isAtEnd = false), { passive: true });
    this.view.addEventListener("keydown", () => (this.isAtEnd = false));
  }

  /** Show the talk as it is now. */
  draw(turns, waiting, { isTyping, isLooking, isPhotoWanted, choices }) {
    const isFirst = this.views.size === 0;
    // a screen reader need not read all of an old talk
    if (isFirst && turns.length > 1) this.hush();
    const before = this.views;
    this.views = new Map();
    let news = null;
    let isLater = false;
    for (const turn of turns) {
      const view = this.at(before, turn.id);
      if (view.show(turn)) news = isFirst ? view.node : (news ?? view.answer);
    }
    for (const message of waiting) {
      isLater ||= !before.has(message.id);
      this.at(before, message.id).wait(message, this.hands);
    }
    this.arrange();
    if (choices) this.offer(choices, isPhotoWanted);
    const wasTyping = !this.typing.hidden;
    this.typing.hidden = !isTyping;
    this.typing.classList.toggle("looking", Boolean(isLooking));
    const doing = words(isLooking ? "looking" : "writing");
    if (this.doing.textContent !== doing) this.doing.textContent = doing;
    if (isLater || (isTyping && !wasTyping)) this.toEnd();
    else if (news) this.reveal(news);
  }

  /** Take all away. */
  clear() {
    this.draw([], [], { isTyping: false, choices: [] });
  }

  /** Show one button in place of quick replies. */
  invite(title, click) {
    this.offered = "";
    this.show([button("pill.reply", click, {}, title)]);
  }

  /** Scroll to the newest. */
  toEnd() {
    this.isAtEnd = true;
    this.view.scrollTop = this.view.scrollHeight;
  }

  at(before, id) {
    const view = before.get(id) ?? new TurnView(this.door);
    this.views.set(id, view);
    return view;
  }

  /** Put nodes in their order, moving only those that are out of it. */
  arrange() {
    const nodes = [...this.views.values()].map(({ node }) => node);
    for (const node of [...this.log.children]) if (!nodes.includes(node)) node.remove();
    nodes.forEach((node, index) => {
      const there = this.log.children[index];
      if (there !== node) this.log.insertBefore(node, there ?? null);
    });
  }

  offer(choices, isPhotoWanted) {
    const key = JSON.stringify([choices, Boolean(isPhotoWanted)]);
    if (key === this.offered) return;
    this.offered = key;
    const photo = isPhotoWanted ? [button("pill.reply.main", () => this.hands.addPhoto(), {}, words("photo.add"))] : [];
    this.show([
      ...photo,
      ...choices.map(({ title, say }) => {
        const use = () => {
          // a second click in the same moment is none
          if (!reply.isConnected) return;
          this.show([]);
          this.hands.say(say);
        };
        const reply = button("pill.reply", use, { dir: "auto" }, title);
        return reply;
      }),
    ]);
  }

  show(replies) {
    this.replies.replaceChildren(...replies);
    this.replies.hidden = replies.length === 0;
  }

  hush() {
    this.log.ariaBusy = "true";
    setTimeout(() => (this.log.ariaBusy = null), 1000);
  }

  /** Scroll the talk alone: the page around it stays where it is. */
  reveal(node) {
    this.isAtEnd = false;
    this.view.scrollTop += node.getBoundingClientRect().top - this.view.getBoundingClientRect().top - AIR_PX;
  }
}

