// Suggestions for fields with data-suggest: a combobox as WAI-ARIA has it. Without this script they are plain fields.
"use strict";
(() => {
  const WAIT = 120; // milliseconds after the last letter
  let made = 0;

  /** A textarea holds a name a line, and what is asked for is the line that is written; a field holds one name. */
  class Suggestions {
    constructor(input) {
      this.input = input;
      this.hits = [];
      this.active = -1;
      this.asked = "";
      this.answers = new Map();
      const id = `found-${(made += 1)}`;
      this.list = Object.assign(document.createElement("ul"), { id, className: "found", hidden: true });
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Suggestions");
      this.said = Object.assign(document.createElement("span"), { className: "heard" });
      this.said.setAttribute("aria-live", "polite");
      input.parentElement.append(this.list, this.said);
      const traits = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
      // The ARIA pattern has no combobox of several lines: a textarea stays a text box that controls a list.
      if (input.tagName === "TEXTAREA") delete traits.role, delete traits["aria-expanded"];
      Object.entries(traits).forEach(([name, value]) => input.setAttribute(name, value));
      input.addEventListener("input", () => this.later());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.open(false));
    }

    get several() { return this.input.tagName === "TEXTAREA"; }

    /** Where the name that is written begins and ends. */
    get range() {
      const { value, selectionStart } = this.input;
      if (!this.several) return [0, value.length];
      const end = value.indexOf("\n", selectionStart);
      return [value.lastIndexOf("\n", selectionStart - 1) + 1, end < 0 ? value.length : end];
    }

    get written() { return this.input.value.slice(...this.range).trim(); }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      const text = this.written;
      this.asked = text;
      if (!text) { this.show([]); return; }
      if (!this.answers.has(text)) {
        const query = new URLSearchParams({ q: text.slice(0, 100), kind: this.input.dataset.suggest });
        try {
          const answer = await fetch(`/suggest?${query}`, { headers: { Accept: "application/json" } });
          if (!answer.ok) return;
          this.answers.set(text, await answer.json());
        } catch { return; } // the field works without suggestions
      }
      if (this.asked === text && document.activeElement === this.input) this.show(this.answers.get(text));
    }

    show(hits) {
      this.hits = hits;
      this.active = -1;
      this.list.replaceChildren(...hits.map((hit, index) => this.option(hit, index)));
      this.said.textContent = this.written ? (hits.length ? `${hits.length} suggestions` : "no suggestion") : "";
      this.open(hits.length > 0);
      this.mark();
    }

    option(hit, index) {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${index}`;
      item.setAttribute("role", "option");
      const mark = Object.assign(document.createElement("i"), { className: `mark ${hit.kind}` });
      mark.setAttribute("aria-hidden", "true");
      const name = Object.assign(document.createElement("span"), { className: "name", dir: "auto", textContent: hit.label });
      if (hit.also) name.append(Object.assign(document.createElement("small"), { textContent: ` also called ${hit.also}` }));
      const kind = Object.assign(document.createElement("small"), { textContent: hit.kind });
      item.append(mark, name, kind);
      item.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      item.addEventListener("click", () => this.take(index));
      return item;
    }

    open(open) {
      this.list.hidden = !open;
      if (!this.several) this.input.setAttribute("aria-expanded", String(open));
      if (!open) this.input.removeAttribute("aria-activedescendant");
    }

    mark() {
      [...this.list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === this.active));
        if (index === this.active) item.scrollIntoView({ block: "nearest" });
      });
      if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
      else this.input.removeAttribute("aria-activedescendant");
    }

    take(index) {
      const hit = this.hits[index];
      if (!hit) return;
      this.open(false);
      if ("go" in this.input.dataset) { location.assign(hit.href); return; }
      const [start, end] = this.range;
      this.input.setRangeText(hit.name, start, end, "end");
      this.asked = "";
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing) return;
      if (step && this.list.hidden) {
        if (!this.several) { event.preventDefault(); this.ask(); }
      } else if (step) {
        event.preventDefault();
        const from = Math.max(this.active, step < 0 ? 0 : -1);
        this.active = (from + step + this.hits.length) % this.hits.length;
        this.mark();
      } else if (event.key === "Enter" && !this.list.hidden && this.active >= 0) {
        event.preventDefault();
        this.take(this.active);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        this.open(false);
      }
    }
  }

  document.querySelectorAll("[data-suggest]").forEach((input) => new Suggestions(input));

  // Empty fields say nothing in an address that is shared.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "get") return;
    const empty = [...event.target.elements].filter((field) => field.name && !field.disabled && field.value === "");
    empty.forEach((field) => { field.disabled = true; });
    setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
  });
})();
