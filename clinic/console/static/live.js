// Keeps a page up to date: when the house says that something changed, the page is fetched and its live parts swapped.
const PAUSE_MS = 1500;
let isLeaving = false;

/** Listen, as long as the page is open. */
export function live() {
  const since = document.body.dataset.version;
  if (!since) return;
  const events = new EventSource(`/staff/live?since=${since}`);
  let waiting = false;
  events.addEventListener("changed", () => {
    if (waiting) return;
    waiting = true;
    // several changes in a moment are one
    setTimeout(() => {
      waiting = false;
      refresh().catch(() => {});
    }, PAUSE_MS);
  });
  // a page that is left lets its connection go
  addEventListener("pagehide", () => events.close());
  // what comes next is another page: nobody must begin to write on this one
  addEventListener("submit", () => (isLeaving = true));
}

async function refresh() {
  const fresh = await fetched(location.href);
  if (isLeaving) return;
  // the session is over: the door was answered
  if (!fresh?.body.dataset.version) return location.reload();
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML && !isBusy(part)) swap(part, other);
  }
}

/** What somebody types, or has opened, stays as it is. */
function isBusy(part) {
  const fields = [...part.querySelectorAll("input:not([type='hidden']), textarea")];
  const isTyped = fields.some((field) => field.matches(":focus") || field.value !== field.defaultValue);
  return isTyped || part.querySelector("select:focus, details[open]") !== null;
}

function swap(part, other) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : null;
  const wasAtEnd = part.scrollTop + part.clientHeight >= part.scrollHeight - 8;
  part.replaceChildren(...[...other.childNodes].map((node) => document.adoptNode(node)));
  if (focused) document.getElementById(focused)?.focus();
  if (wasAtEnd) part.scrollTop = part.scrollHeight;
}

/** A document by XMLHttpRequest: no text becomes HTML by script (trusted types). */
function fetched(url) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.addEventListener("load", () => resolve(request.response));
    request.addEventListener("error", reject);
    request.send();
  });
}
