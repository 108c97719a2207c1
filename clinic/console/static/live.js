// Keeps a page up to date: when the house says that something changed, the page is fetched and its live parts swapped.
const PAUSE_MS = 1500;
const SIGNED_OUT = 401;
let isLeaving = false;

/** Listen, as long as the page is open. */
export function live() {
  const { version, liveUrl } = document.body.dataset;
  if (!version) return;
  const events = new EventSource(`/staff/live?since=${version}`);
  let waiting = false;
  events.addEventListener("changed", () => {
    if (waiting) return;
    waiting = true;
    // several changes in a moment are one
    setTimeout(() => {
      waiting = false;
      refresh(liveUrl).catch(() => {});
    }, PAUSE_MS);
  });
  // a page that is left lets its connection go
  addEventListener("pagehide", () => events.close());
  // what comes next is another page: nobody must begin to write on this one
  addEventListener("submit", () => (isLeaving = true));
}

async function refresh(url) {
  const { status, response: fresh } = await fetched(url);
  if (isLeaving) return;
  if (status === SIGNED_OUT) return leave(url);
  // what cannot be fetched just now stays as it is
  if (!fresh?.body.dataset.version) return;
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML && !isBusy(part)) swap(part, other);
  }
}

/** Go to the door, and from there back; not where words would be lost, of a form that was refused too. */
function leave(url) {
  const isFormsAnswer = location.pathname !== new URL(url, location).pathname;
  if (!isFormsAnswer && !isTyped(document)) location.replace(url);
}

/** What somebody types, or has opened, stays as it is. */
function isBusy(part) {
  return isTyped(part) || part.querySelector("input:focus, textarea:focus, select:focus, details[open]") !== null;
}

function isTyped(part) {
  const inputs = [...part.querySelectorAll("input:not([type='hidden'])")];
  // one that is not empty from the start holds what was refused
  const texts = [...part.querySelectorAll("textarea")];
  return inputs.some((field) => field.value !== field.defaultValue) || texts.some((field) => field.value !== "");
}

function swap(part, other) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : null;
  const wasAtEnd = part.scrollTop + part.clientHeight >= part.scrollHeight - 8;
  part.replaceChildren(...[...other.childNodes].map((node) => document.adoptNode(node)));
  if (focused) document.getElementById(focused)?.focus();
  if (wasAtEnd) part.scrollTop = part.scrollHeight;
}

/** An answer and its document by XMLHttpRequest: no text becomes HTML by script (trusted types). */
function fetched(url) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    // nobody looks, and nobody works: neither is kept
    request.setRequestHeader("Dewy-By-Itself", "1");
    request.responseType = "document";
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", reject);
    request.send();
  });
}
