// A button that opens a menu: arrows move in it, Escape closes it and leaves the rest alone.
import { button, el, icon } from "./dom.js";

/**
 * Return a button and its menu.
 * @param {string} style the button's classes
 * @param {string} label
 * @param {string} path the button's drawing
 * @param {{title: string, path?: string, pick: () => void}[]} entries
 * @returns {HTMLElement}
 */
export function menu(style, label, path, entries) {
  const toggle = button(style, () => show(list.hidden), { "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": "false" }, icon(path));
  const all = entries.map(({ title, path: drawing, pick }) =>
    button(
      "entry",
      () => {
        show(false);
        pick();
      },
      { role: "menuitem", tabindex: -1 },
      drawing ? icon(drawing) : null,
      title,
    ),
  );
  const list = el("div.menu", { role: "menu", "aria-label": label, hidden: "" }, ...all);
  const whole = el("div.holder", { keydown: (event) => onKey(event), focusout: (event) => onLeave(event) }, toggle, list);

  function show(isOpen) {
    list.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) all[0].focus();
    else if (whole.contains(whole.getRootNode().activeElement)) toggle.focus();
  }

  function onKey(event) {
    if (list.hidden) {
      if (event.key === "ArrowDown") show(true);
      return;
    }
    const at = all.indexOf(whole.getRootNode().activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) all.at(next % all.length).focus();
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onLeave({ relatedTarget }) {
    if (!list.hidden && !whole.contains(relatedTarget)) {
      list.hidden = true;
      toggle.setAttribute("aria-expanded", "false");
    }
  }
  return whole;
}
