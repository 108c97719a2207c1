// Arrow keys (or j and k) lead through a list; they are listened to only while it has the focus (WCAG 2.1.4).
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Let the arrow keys lead through every list that asks for it. */
export function arrows() {
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest("[data-arrows]");
    if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...list.querySelectorAll("li a[id]")];
    const at = links.indexOf(event.target);
    const to = { Home: 0, End: links.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? NaN);
    const link = links[Math.max(0, Math.min(links.length - 1, to))];
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
}
