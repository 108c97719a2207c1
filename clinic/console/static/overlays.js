// Outlines on a photograph, shown and hidden one concern at a time.

/** Let each tick of a photograph show or hide its outlines. */
export function overlays() {
  document.addEventListener("change", ({ target }) => {
    const metric = target.dataset.shows;
    if (!metric) return;
    const photograph = target.closest("[data-overlays]");
    photograph.querySelector(`[data-metric="${metric}"]`).toggleAttribute("hidden", !target.checked);
  });
}
