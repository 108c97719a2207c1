// The page: the talk so far, then one message after the other.
import { talk } from "./api.js";
import { Composer } from "./composer.js";
import { newId, Outbox } from "./outbox.js";
import { Thread } from "./thread.js";

const thread = new Thread(post);
const composer = new Composer(document.getElementById("composer"), post);
const outbox = new Outbox({
  sending({ node }) {
    thread.calm(node);
    thread.write(true);
  },
  answered({ node }, { messages, kept }) {
    thread.write(false);
    if (!kept) thread.clear();
    thread.answer(messages);
    if (!kept) thread.invite(begin);
    // what the patient wrote meanwhile comes after the answer
    for (const { node: later } of outbox.waiting) thread.log.append(later);
    if (outbox.waiting.length > 0) thread.retire();
  },
  failed({ node, text }, problem) {
    thread.write(false);
    if (problem.isFinal) {
      composer.giveBack(text);
      thread.complain(node, problem.message);
    } else {
      thread.complain(node, problem.message, () => {
        composer.focus();
        outbox.pump();
      });
    }
  },
});

function post(text) {
  outbox.post({ id: newId(), text, node: thread.say(text) });
  composer.focus();
}

/** Begin another talk: the one before is deleted. */
function begin() {
  thread.clear();
  composer.focus();
  open();
}

async function open() {
  thread.load();
  let turns;
  try {
    turns = await talk();
  } catch (problem) {
    thread.settle();
    const place = thread.place();
    thread.complain(place, problem.message, () => {
      place.remove();
      open();
    });
    return;
  }
  const waiting = [];
  for (const { id, text, messages } of turns) {
    const node = text === null ? null : thread.say(text);
    if (messages) thread.answer(messages);
    else if (node) waiting.push({ id, text, node });
  }
  thread.settle();
  for (const { node } of outbox.waiting) thread.log.append(node);
  // asked with their own ids: those that were answered meanwhile are not asked twice
  outbox.start(waiting);
}

composer.focus();
open();
