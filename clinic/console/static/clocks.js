// How long ago something was, as it grows. The words are those of clinic/console/pages.py.
const EVERY_MS = 20_000;

/** Keep every clock going. */
export function clocks() {
  setInterval(() => {
    for (const clock of document.querySelectorAll("time.clock")) {
      clock.textContent = ago(new Date(clock.dateTime));
    }
  }, EVERY_MS);
}

function ago(at) {
  const minutes = Math.floor((Date.now() - at) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
