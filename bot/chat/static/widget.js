// Puts the widget together: the door, the talk, what is on its way, and the page that shows them.
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { button, el } from "./dom.js";
import { ask, Door } from "./door.js";
import { keep } from "./keep.js";
import { Launcher } from "./launcher.js";
import { logo } from "./logo.js";
import { newId, Outbox } from "./outbox.js";
import { panel } from "./panel.js";
import { Phone } from "./phone.js";
import { Photo } from "./photo.js";
import { home } from "./prose.js";
import { accent, styles } from "./styles.js";
import { Talk } from "./talk.js";
import { Thread } from "./thread.js";
import { tell, told, words } from "./told.js";

/**
 * Fill an element with the widget.
 * @param {HTMLElement} element dewy-chat
 * @param {HTMLElement} root what its shadow holds
 * @param {URL} files where the widget's files are
 * @returns {Promise<Widget>}
 * @throws where the door cannot be reached
 */
export async function start(element, root, files) {
  const door = new URL("..", files);
  const option = (name) => element.getAttribute(name);
  const [all, sheets] = await Promise.all([ask(door, option("language"), option("colour")), styles(files, option("theme"))]);
  tell(all);
  home(door);
  element.shadowRoot.adoptedStyleSheets = [...element.shadowRoot.adoptedStyleSheets, ...sheets, accent(all.tones, option("theme"))];
  return new Widget(root, door, {
    isPage: option("layout") === "page",
    clinic: option("clinic") ?? told.clinic,
    direction: option("direction") ?? told.direction,
    label: option("label"),
  });
}

class Widget {
  constructor(root, address, { isPage, clinic, direction, label }) {
    this.root = root;
    this.isPage = isPage;
    this.isOpen = false;
    this.kept = keep(address.origin);
    this.door = new Door(address, this.kept.always);
    this.talk = new Talk();
    this.outbox = new Outbox(this.door, this.kept.tab, {
      changed: () => this.draw(),
      refused: (message, problem) => this.refused(message, problem),
    });
    this.photo = new Photo(this.door, (caption, photo, blob) => this.sendPhoto(caption, photo, blob));
    this.composer = new Composer(this.kept.tab, (text) => this.say(text), this.photo.beside);
    this.panel = panel({
      isPage,
      logo: told.logo ? logo(address, clinic) : null,
      clinic,
      direction,
      composer: this.composer.node,
      say: (text) => this.say(text),
      goOn: () => this.goOn(),
      close: () => this.close(),
    });
    this.photo.cover(this.panel.node, this.panel.frame);
    this.phone = new Phone(this.panel.node, isPage);
    this.thread = new Thread(this.panel, this.door, {
      say: (text) => this.say(text),
      retry: () => this.outbox.retry(),
      takeBack: (id) => this.takeBack(id),
      addPhoto: () => this.photo.offer(),
    });
    this.connection = new Connection(this.door, {
      talk: (turns) => this.heard(() => this.begun(turns)),
      turn: (turn) => this.heard(() => this.talk.change(turn)),
      erased: ({ id, messages }) => this.erased(id, messages),
      open: () => this.tellTrouble(""),
      late: (problem) => this.tellTrouble(problem?.message ?? words("connection.late"), words("connection.now"), () => this.connection.restart()),
      refused: (problem) => this.tellTrouble(problem.message, words("try_again"), () => this.connection.start(true)),
    });
    this.door.renewed = () => this.connection.restart();
    this.kept.always.watch("token", () => this.connection.restart());
    this.kept.always.watch("read", () => this.draw());
    document.addEventListener("visibilitychange", () => this.draw());
    this.appear(label ?? words("launcher.open", { clinic }));
  }

  /** Take the place of what stood there before; open where it was open. */
  appear(label) {
    if (this.isPage) {
      this.root.replaceChildren(this.panel.node);
      this.root.classList.add("whole");
      // on a phone nothing is chosen yet, and a ring around the talk would say so
      this.open(isPrecise());
      return;
    }
    this.launcher = new Launcher(this.root, label);
    this.root.append(this.panel.node);
    this.panel.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      this.close();
    });
    if (this.kept.tab.get("open")) this.open(false);
    else if (this.kept.always.get("talked")) this.connection.start(false);
  }

  /** @param {boolean} isAsked by the patient, who then wants to write */
  open(isAsked = true) {
    if (this.isOpen) return;
    this.isOpen = true;
    this.panel.node.hidden = false;
    this.launcher?.hide(true);
    this.phone.show(true);
    this.kept.tab.set("open", true);
    if (!this.farewell) this.begin();
    this.draw();
    this.composer.measure();
    this.thread.toEnd();
    if (isAsked) this.focus();
  }

  /** Put the panel away; the talk goes on. */
  close() {
    this.photo.close();
    this.isOpen = false;
    this.panel.node.hidden = true;
    this.phone.show(false);
    this.kept.tab.set("open", null);
    this.launcher.hide(false);
    this.launcher.button.focus({ preventScroll: true });
  }

  /** Begin a talk, or go on with it. */
  begin() {
    if (this.farewell) {
      this.farewell = null;
      this.thread.clear();
    }
    this.kept.always.set("talked", true);
    this.connection.start(true);
    this.outbox.pump();
  }

  say(text) {
    this.post({ id: newId(), text });
    this.focus();
  }

  sendPhoto(caption, photo, blob) {
    this.door.show(photo, blob);
    this.post({ id: newId(), text: caption, photo });
    this.focus();
  }

  post(message) {
    if (this.farewell) this.begin();
    this.composer.complain("");
    this.outbox.post(message);
  }

  /** A message can never be taken: give its words back, and say what to do. */
  refused({ text, photo }, problem) {
    if (photo) this.door.discard(photo);
    this.composer.giveBack(text, problem.message);
  }

  takeBack(id) {
    const message = this.outbox.waiting.find((each) => each.id === id);
    if (!message) return;
    this.outbox.withdraw(id);
    this.refused(message, { message: words("photo.taken_back") });
    this.focus();
  }

  begun(turns) {
    this.talk.begin(turns);
    this.outbox.settle();
  }

  heard(change) {
    change();
    this.outbox.seen((id) => this.talk.turns.has(id));
    this.draw();
  }

  /** The talk was deleted: nothing of it stays, and another can be begun. */
  erased(id, messages) {
    this.connection.stop();
    this.farewell = { id, text: null, photo: null, messages, problem: null };
    this.talk = new Talk();
    this.outbox.clear();
    this.photo.close();
    this.composer.clear();
    this.door.leave();
    for (const name of ["talked", "read"]) this.kept.always.set(name, null);
    this.tellTrouble("");
    this.thread.invite(words("new_talk"), () => {
      this.begin();
      this.focus();
    });
  }

  draw() {
    const turns = this.farewell ? [this.farewell] : [...this.talk.turns.values()];
    const known = new Set(turns.map(({ id }) => id));
    const waiting = this.outbox.all.filter(({ id }) => !known.has(id));
    const isExpected = this.talk.isKnown ? this.talk.isAwaited || waiting.some(({ problem }) => !problem) : this.isOpen;
    const isTyping = isExpected && !this.connection.isLate;
    const isLooking = this.talk.isPhotoWanted && [...turns, ...waiting].at(-1)?.photo;
    const isPhotoWanted = this.talk.isPhotoWanted && !isTyping && !waiting.length;
    const isRead = this.isOpen && !document.hidden;
    if (this.farewell) {
      this.thread.draw(turns, [], { isTyping: false, choices: null });
      return;
    }
    const choices = waiting.length ? [] : this.talk.choices;
    this.thread.draw(turns, waiting, { isTyping, isLooking, isPhotoWanted, choices });
    if (isRead && this.talk.isKnown) this.kept.always.set("read", this.talk.lastAnswered);
    this.launcher?.mark(isRead ? 0 : this.talk.unread(this.kept.always.get("read")));
  }

  /** Show the ways to a messenger, where the talk goes on; each works once and for a while. */
  async goOn() {
    try {
      const { minutes, ways } = await this.door.ways();
      const click = () => setTimeout(() => this.panel.line.replaceChildren());
      const links = ways.map(({ messenger, url }) => el("a.pill", { href: url, target: "_blank", rel: "noopener", click }, words(`go_on.${messenger}`)));
      this.panel.line.replaceChildren(words("go_on.how", { minutes }), " ", ...links);
      links[0].focus({ preventScroll: true });
    } catch (problem) {
      this.panel.line.replaceChildren(problem.message);
    }
  }

  /** Say above the input what is wrong with the connection; nothing takes it away. */
  tellTrouble(text, title, click) {
    this.panel.line.replaceChildren(...(text ? [text, " ", button("pill.again", click, {}, title)] : []));
    this.draw();
  }

  /** Where the patient goes on; not where that would open a keyboard over the talk. */
  focus() {
    const place = isPrecise() ? this.composer.words : this.isPage ? this.panel.view : this.panel.node;
    place.focus({ preventScroll: true });
  }
}

function isPrecise() {
  return matchMedia("(pointer: fine)").matches;
}
