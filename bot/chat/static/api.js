// The gateway, as the page asks it.
import { words } from "./told.js";

const PATIENCE_MS = 60_000;

/** The gateway did not do as it was asked; `message` is for the patient. */
export class Problem extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }

  /** Whether the same message can never be answered. */
  get isFinal() {
    return [400, 409, 413, 415].includes(this.status);
  }
}

/** Return the turns of the talk so far; a first visit begins one. */
export async function talk() {
  return (await ask("/api/talk")).turns;
}

/**
 * Return the answer to a message; the same id is answered the same.
 * @param {{id: string, text: string}} message
 * @returns {Promise<{messages: object[], kept: boolean}>}
 */
export async function send(message) {
  const request = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id: message.id, text: message.text }),
  };
  try {
    return await ask("/api/messages", request);
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    // the session has ended meanwhile: begin another
    await talk();
    return ask("/api/messages", request);
  }
}

async function ask(address, request = {}) {
  let answer, body;
  try {
    answer = await fetch(address, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
    body = await answer.json();
  } catch {
    throw new Problem(words("out_of_reach"));
  }
  if (!answer.ok) throw new Problem(body.problem ?? words("out_of_reach"), answer.status);
  return body;
}
