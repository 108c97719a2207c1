// What the browser keeps between pages, apart for each door; where it may keep nothing, this page remembers.

/** One kind of storage. */
class Kept {
  constructor(storage, door) {
    this.prefix = `dewy ${door} `;
    this.fallback = new Map();
    try {
      this.storage = storage();
    } catch {
      this.storage = null;
    }
  }

  /** Return what is kept under a name, or null. */
  get(name) {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + name));
    } catch {
      return this.fallback.get(name) ?? null;
    }
  }

  /** Keep a value; null lets it go. */
  set(name, value) {
    this.fallback.set(name, value);
    try {
      if (value === null) this.storage.removeItem(this.prefix + name);
      else this.storage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // full, or forbidden: this page remembers it all the same
    }
  }

  /** Hear of it when another tab changes what is kept under a name. */
  watch(name, changed) {
    addEventListener("storage", ({ key }) => key === this.prefix + name && changed());
  }
}

/**
 * Return what is kept for good, and what is kept for this tab.
 * @param {string} door its origin
 */
export function keep(door) {
  return {
    always: new Kept(() => localStorage, door),
    tab: new Kept(() => sessionStorage, door),
  };
}
