// The search box: a combobox over labels and other names.

const FOUND_MOST = 12;
const input = at("search");
const list = at("found");
let entries = null; // made when something is first looked for: a graph may have many names
let found = [];
let active = -1;

/** How well a name answers: 0 from its start, 1 from a word's start, 2 anywhere, Infinity not at all. */
function rank(name, wanted) {
  const where = name.indexOf(wanted);
  if (where <= 0) return where === 0 ? 0 : Infinity;
  return name.includes(` ${wanted}`) ? 1 : 2;
}

function search(text) {
  const wanted = folded(text);
  if (!wanted) return [];
  entries ??= nodes.map((node) => ({ node, label: folded(node.label), names: node.names.map(folded) }));
  const hits = [];
  for (const { node, label, names } of entries) {
    const ranks = names.map((name) => rank(name, wanted) + 0.5);
    const best = Math.min(rank(label, wanted), ...ranks);
    if (best === Infinity) continue;
    const other = best % 1 ? node.names[ranks.indexOf(best)] : "";
    hits.push({ node, other, best, exact: label === wanted ? 0 : 1 });
  }
  hits.sort((a, b) => a.exact - b.exact || a.best - b.best || a.node.label.length - b.node.label.length);
  return hits;
}

function showFound() {
  const hits = search(input.value);
  found = hits.slice(0, FOUND_MOST);
  active = -1;
  list.replaceChildren(...found.map(option));
  if (input.value.trim()) {
    say(hits.length ? `${hits.length} found` : "nothing found");
    const none = { className: "none", role: "option", "aria-disabled": "true" };
    if (!hits.length) list.append(element("li", none, "nothing found"));
  }
  openList(list.childElementCount > 0);
  markActive();
}

function option({ node, other }, index) {
  const name = element("span", { className: "name" }, numbered(node));
  if (other) name.append(element("span", { className: "note" }, ` also ${other}`));
  const item = element("li", { role: "option", id: `found-${index}` }, sign(node.kind, node.group), name);
  item.append(element("span", { className: "note" }, node.sort ?? node.kind));
  // The box keeps the focus until the choice is made.
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => take(index));
  return item;
}

function openList(open) {
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
}

function markActive() {
  [...list.children].forEach((item, index) => {
    item.setAttribute("aria-selected", String(index === active));
    if (index === active) item.scrollIntoView({ block: "nearest" });
  });
  if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
  else input.removeAttribute("aria-activedescendant");
}

function take(index) {
  const hit = found[index];
  if (!hit) return;
  openList(false);
  input.value = hit.node.label;
  choose(hit.node, { focus: true, centre: true });
}

function onSearchKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (list.hidden) showFound();
    else if (found.length) active = (Math.max(active, step < 0 ? 0 : -1) + step + found.length) % found.length;
    markActive();
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (list.hidden) showFound();
    take(Math.max(active, 0));
  } else if (event.key === "Escape" && !list.hidden) {
    // This Escape closes the list only.
    event.preventDefault();
    event.stopPropagation();
    openList(false);
  }
}

function startSearch() {
  input.addEventListener("input", showFound);
  input.addEventListener("keydown", onSearchKey);
  input.addEventListener("focus", () => { if (input.value) input.select(); });
  input.addEventListener("blur", () => openList(false));
}
