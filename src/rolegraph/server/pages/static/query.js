// The editor of queries: colours, completion, history, and the line of an error. Without this script it is a text field.
"use strict";
(() => {
  const LONGEST_ADDRESS = 6000; // letters of a query; a longer one is sent in a form
  const WAIT = 150; // milliseconds after the last letter
  const MOST = 10; // suggestions
  const HISTORY = "rolegraph-queries";
  const KEPT = 20;
  const TOKEN = new RegExp(
    [
      "(?<comment>#[^\\n]*)",
      "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
      "(?<text>\"\"\"[^]*?(?:\"\"\"|$)|'''[^]*?(?:'''|$)|\"(?:[^\"\\\\\\n]|\\\\.)*\"?|'(?:[^'\\\\\\n]|\\\\.)*'?)",
      "(?<variable>[?$]\\w+)",
      "(?<name>[\\w-]*:[\\w.:%-]*)",
      "(?<word>[A-Za-z_]\\w*)",
    ].join("|"),
    "g",
  );
  const CLASSES = { comment: "comment", iri: "iri-token", text: "text", variable: "variable" };
  const NOT_KEYWORDS = /^(a|true|false)$/;

  const element = (tag, traits = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), traits);
    made.append(...inside);
    return made;
  };

  /** The text of a query in pieces, each with the class of its colour; a piece never goes over the end of a line. */
  function* pieces(text) {
    let end = 0;
    for (const found of text.matchAll(TOKEN)) {
      if (found.index > end) yield [text.slice(end, found.index), ""];
      const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
      yield [found[0], kind === "word" && !NOT_KEYWORDS.test(found[0]) ? "keyword" : CLASSES[kind] || ""];
      end = found.index + found[0].length;
    }
    yield [text.slice(end), ""];
  }

  function coloured(text, bad) {
    const lines = [element("span")];
    for (const [piece, name] of pieces(text)) {
      piece.split("\n").forEach((part, number) => {
        if (number) {
          lines.at(-1).append("\n");
          lines.push(element("span"));
        }
        if (part) lines.at(-1).append(name ? element("span", { className: name }, part) : part);
      });
    }
    if (bad && lines[bad - 1]) lines[bad - 1].className = "bad";
    return lines;
  }

  class Editor {
    constructor(field) {
      this.field = field;
      this.form = field.form;
      this.box = field.closest(".editor");
      this.bad = Number(field.dataset.line) || 0;
      this.hits = [];
      this.active = -1;
      this.nodes = new Map();
      this.backdrop = element("pre", { className: "backdrop" });
      this.backdrop.setAttribute("aria-hidden", "true");
      this.list = element("ul", { className: "found", id: "completions", hidden: true });
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "Suggestions");
      this.said = element("span", { className: "heard" });
      this.said.setAttribute("aria-live", "polite");
      this.box.prepend(this.backdrop);
      this.box.append(this.list, this.said);
      this.box.classList.add("lit");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", this.list.id);
      field.addEventListener("input", () => { this.bad = 0; this.paint(); this.later(); });
      field.addEventListener("scroll", () => this.follow());
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.close());
      field.addEventListener("click", () => this.close());
      new ResizeObserver(() => this.follow()).observe(field);
      this.form.addEventListener("submit", () => this.submit());
      document.querySelectorAll(".for-scripts").forEach((one) => { one.hidden = false; });
      this.paint();
      this.offerHistory();
      if (this.bad) this.goTo(this.bad);
    }

    paint() {
      this.backdrop.replaceChildren(...coloured(this.field.value, this.bad), "\n");
      this.follow();
    }

    follow() {
      this.backdrop.scrollTop = this.field.scrollTop;
    }

    goTo(line) {
      const start = this.field.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      this.field.focus({ preventScroll: true });
      this.field.setSelectionRange(start, start);
    }

    /** What is written before the caret of the word there. */
    get written() {
      const before = this.field.value.slice(0, this.field.selectionStart);
      return /(?:[?$]\w*|[\w-]+:?[\w-]*)$/.exec(before)?.[0] ?? "";
    }

    /** Whether the caret is in a text, a comment or an IRI, where nothing is completed. */
    get isInside() {
      const { value, selectionStart } = this.field;
      for (const found of value.matchAll(TOKEN)) {
        const end = found.index + found[0].length;
        if (found.index >= selectionStart) return false;
        const { comment, text, iri } = found.groups;
        if ((comment !== undefined && end >= selectionStart) || ((text || iri) && end > selectionStart)) return true;
      }
      return false;
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.complete(), WAIT);
    }

    async complete() {
      const word = this.written;
      if (word.length < 2 || this.isInside) { this.close(); return; }
      const known = await terms();
      const low = word.toLowerCase();
      let hits;
      if ("?$".includes(word[0])) {
        const names = new Set([...this.field.value.matchAll(/[?$]\w+/g)].map(([name]) => `?${name.slice(1)}`));
        hits = [...names].filter((name) => name !== word && name.startsWith(`?${word.slice(1)}`)).map((term) => ({ term, kind: "variable" }));
      } else {
        const of = (list, kind) => list.filter((term) => term.toLowerCase().startsWith(low) || (low.length > 2 && local(term).includes(low))).map((term) => ({ term, kind }));
        hits = [...of(known.properties, "property"), ...of(known.classes, "class")];
        if (!word.includes(":")) hits.push(...of(known.keywords, "keyword"), ...of(Object.keys(known.prefixes).map((name) => `${name}:`), "prefix"));
        hits = hits.slice(0, MOST - 4).filter((hit) => hit.term !== word);
        if (!word.includes(":") || !hits.length) hits.push(...await this.named(word.slice(word.indexOf(":") + 1)));
      }
      if (word === this.written && document.activeElement === this.field) this.show(hits.slice(0, MOST), word);
    }

    /** Nodes of the graph with a name that begins so. */
    async named(text) {
      if (text.length < 3) return [];
      if (!this.nodes.has(text)) this.nodes.set(text, await asked(`/query/terms.json?q=${encodeURIComponent(text)}`, []));
      return this.nodes.get(text);
    }

    show(hits, word) {
      this.hits = hits;
      this.active = -1;
      this.word = word;
      this.list.replaceChildren(...hits.map((hit, index) => this.option(hit, index)));
      this.list.hidden = !hits.length;
      this.said.textContent = hits.length ? `${hits.length} suggestions` : "";
      this.place(word);
      this.mark();
    }

    option(hit, index) {
      const item = element("li", { id: `completion-${index}` });
      item.setAttribute("role", "option");
      if (hit.label) {
        const mark = element("i", { className: `mark ${hit.kind}` });
        mark.setAttribute("aria-hidden", "true");
        item.append(mark);
      }
      item.append(hit.label ? element("span", { className: "name", dir: "auto" }, hit.label) : element("code", { className: "name" }, hit.term), element("small", {}, hit.kind));
      item.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      item.addEventListener("click", () => this.take(index));
      return item;
    }

    /** Put the list below the word that is written. */
    place(word) {
      let left = this.field.selectionStart - word.length;
      const walker = document.createTreeWalker(this.backdrop, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
      const range = document.createRange();
      range.setStart(walker.currentNode, Math.min(left, walker.currentNode.length));
      const [at, box] = [range.getBoundingClientRect(), this.box.getBoundingClientRect()];
      this.list.style.top = `${Math.max(0, at.bottom - box.top + 4)}px`;
      this.list.style.left = `${Math.max(0, Math.min(at.left - box.left, box.width - this.list.offsetWidth))}px`;
    }

    mark() {
      [...this.list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === this.active));
        if (index === this.active) item.scrollIntoView({ block: "nearest" });
      });
      if (this.active >= 0) this.field.setAttribute("aria-activedescendant", `completion-${this.active}`);
      else this.field.removeAttribute("aria-activedescendant");
    }

    take(index) {
      const hit = this.hits[index];
      if (!hit) return;
      const end = this.field.selectionStart;
      const more = { prefix: "", variable: "" }[hit.kind] ?? " ";
      this.field.setRangeText(hit.term + more, end - this.word.length, end, "end");
      this.close();
      this.paint();
      this.field.focus();
    }

    close() {
      clearTimeout(this.timer);
      this.list.hidden = true;
      this.field.removeAttribute("aria-activedescendant");
    }

    key(event) {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.form.requestSubmit();
      } else if (event.key === " " && event.ctrlKey) {
        event.preventDefault();
        this.complete();
      } else if (!this.list.hidden) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
          event.preventDefault();
          const from = Math.max(this.active, step < 0 ? 0 : -1);
          this.active = (from + step + this.hits.length) % this.hits.length;
          this.mark();
        } else if (event.key === "Enter" && this.active >= 0) {
          event.preventDefault();
          this.take(this.active);
        } else if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          this.close();
        }
      }
    }

    submit() {
      this.form.method = this.field.value.length > LONGEST_ADDRESS ? "post" : "get";
      remember(this.field.value);
    }

    offerHistory() {
      const kept = earlier().filter((text) => text !== this.field.value);
      if (!kept.length) return;
      const choice = element("select", {}, element("option", { value: "" }, "Earlier queries …"));
      choice.setAttribute("aria-label", "Earlier queries, kept in this browser");
      kept.forEach((text, index) => choice.append(element("option", { value: String(index) }, titleOf(text))));
      choice.append(element("option", { value: "forget" }, "Forget them"));
      choice.addEventListener("change", () => {
        if (choice.value === "forget") { store([]); choice.remove(); return; }
        if (choice.value) { this.field.value = kept[Number(choice.value)]; this.bad = 0; this.paint(); }
      });
      this.form.querySelector(".buttons").append(choice);
    }
  }

  const local = (term) => term.slice(term.lastIndexOf(term.includes("/") ? "/" : ":") + 1).toLowerCase();
  const titleOf = (text) => (text.split("\n").find((line) => line.trim() && !/^\s*PREFIX/i.test(line)) || text).slice(0, 60);

  async function asked(address, otherwise) {
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : otherwise;
    } catch { return otherwise; } // the editor works without
  }

  let known;
  const terms = () => (known ??= asked("/query/terms.json", { prefixes: {}, keywords: [], classes: [], properties: [] }));

  function earlier() {
    try { return JSON.parse(localStorage.getItem(HISTORY)) || []; } catch { return []; }
  }
  function store(list) {
    try { localStorage.setItem(HISTORY, JSON.stringify(list)); } catch { /* a browser may keep nothing */ }
  }
  function remember(text) {
    if (text.trim() && text.length < 20000) store([text, ...earlier().filter((one) => one !== text)].slice(0, KEPT));
  }

  const field = document.querySelector(".editor textarea");
  if (field) new Editor(field);
  document.querySelectorAll("pre.sparql").forEach((one) => one.replaceChildren(...coloured(one.textContent, 0)));
  document.querySelectorAll("pre.copy").forEach((one) => {
    const button = element("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(one.textContent); button.textContent = "Copied"; } catch { getSelection().selectAllChildren(one); }
    });
    one.after(button);
  });
})();
