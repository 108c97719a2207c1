// A colour as text, which may be none, and beside it what shows and picks it.
export function colours() {
  for (const picker of document.querySelectorAll("[data-picks]")) {
    const text = document.getElementById(picker.dataset.picks);
    const shown = () => (text.value && text.validity.valid ? text.value : text.placeholder);
    text.addEventListener("input", () => (picker.value = shown()));
    picker.addEventListener("input", () => (text.value = picker.value));
  }
}
