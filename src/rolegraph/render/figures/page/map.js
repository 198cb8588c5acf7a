// What people do on the map, and what follows from it: choosing a role or a cluster, moving, saving; and the address.

const MOVES = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

// ---- choosing ----

/** Chooses a role: its neighbours are listed, lit, and brought into view. */
function choose(node, { focus = false, animate = true, quiet = false } = {}) {
  if (focus && !state.chosen) state.origin = document.activeElement;
  Object.assign(state, { chosen: node, cluster: null, lit: new Set([node, ...neighboursOf(node)]), hover: null });
  fillCard();
  move(fitting([...state.lit], 12), { animate });
  view.framed = true;
  if (focus) at("chosen").focus({ preventScroll: true });
  if (quiet) return;
  say(`${node.label}: ${counted(node.links.length, "neighbour")}`);
  remember();
}

/** Chooses a cluster: its roles are listed, lit, and brought into view. */
function enter(cluster, { animate = true, quiet = false } = {}) {
  const members = cluster.members.map((place) => nodes[place]);
  Object.assign(state, { chosen: null, cluster, lit: new Set(members), hover: null });
  fillCard();
  move(fitting(members, 5), { animate });
  view.framed = true;
  if (quiet) return;
  say(`${cluster.name}: ${counted(members.length, "role")}`);
  remember();
}

/** Back to the whole map; the focus returns to where it was before something was chosen. */
function reset() {
  const hadFocus = at("card").contains(document.activeElement);
  Object.assign(state, { chosen: null, cluster: null, lit: null, hover: null });
  fillCard();
  showWhole();
  if (hadFocus) (state.origin?.isConnected && state.origin !== document.body ? state.origin : box).focus();
  state.origin = null;
  say("the whole map");
  remember();
}

// ---- the card ----

function roleButton(node) {
  const button = element("button", { type: "button", className: "link" }, element("span", { className: "name" }, node.label));
  button.addEventListener("click", () => choose(node, { focus: true }));
  return button;
}

const dot = ({ colour }) => element("i", { className: `dot series-${colour}`, "aria-hidden": "true" });

function clusterButton(cluster) {
  const words = element("span", { className: "name" }, cluster.name);
  const button = element("button", { type: "button", className: "link" }, dot(cluster), words);
  button.addEventListener("click", () => { enter(cluster); at("chosen").focus({ preventScroll: true }); });
  return button;
}

function heading(words) {
  const close = element("button", { type: "button", className: "close", title: "Close (Escape)" }, "×");
  close.setAttribute("aria-label", "Close: the whole map");
  close.addEventListener("click", reset);
  return element("div", { className: "head" }, element("h2", { id: "chosen", tabIndex: -1 }, words), close);
}

function neighbourLine(link, number) {
  const node = nodes[link.to];
  const name = node ? roleButton(node) : element("span", { className: "link" }, link.to);
  const score = element("span", { className: "score" }, `${link.score} ${link.tier}`);
  const first = element("div", { className: "first" }, element("span", { className: "number" }, `${number}`), name, score);
  const line = element("li", {}, first);
  const alike = (link.alike ?? []).map((thing) => data.things[thing]).join("; ");
  const notes = [link.takes, link.why, alike && `In common: ${alike}.`, node ? "" : "Not on this map."];
  for (const note of notes.filter(Boolean)) line.append(element("span", { className: "note" }, note));
  return line;
}

function roleCard(node) {
  const parts = [heading(node.label)];
  if (node.names.length) parts.push(element("p", { className: "note" }, `Also called ${node.names.slice(0, 8).join("; ")}`));
  if (node.definition) parts.push(element("p", {}, node.definition));
  parts.push(element("p", {}, "In the cluster ", clusterButton(clusters[node.cluster])));
  if (!node.links.length) return [...parts, element("p", {}, "Nothing is recorded by which other roles could be compared with it.")];
  parts.push(element("h3", {}, `Nearest to ${node.label}`));
  let list = null;
  node.links.forEach((link, index) => {
    if (!index || link.heading !== node.links[index - 1].heading) {
      list = element("ol");
      parts.push(element("h4", {}, link.heading), list);
    }
    list.append(neighbourLine(link, index + 1));
  });
  return [...parts, element("p", { className: "note" }, data.measure)];
}

function clusterCard(cluster) {
  const members = cluster.members.map((place) => nodes[place]).sort((one, other) => other.near - one.near || one.index - other.index);
  const list = element("ul", {}, ...members.map((node) => element("li", {}, roleButton(node))));
  const words = `${counted(members.length, "role")}; first those that most others are near to.`;
  return [heading(cluster.name), element("p", { className: "note" }, words), list];
}

function overview() {
  if (!nodes.length) return [element("p", { className: "hint" }, "There is nothing to show.")];
  const areNamed = clusters.length > 1; // the only one is the whole map
  const lines = !areNamed ? [] : clusters.map((cluster) => {
    const first = element("div", { className: "first" }, clusterButton(cluster), element("span", { className: "score" }, `${cluster.members.length}`));
    return element("li", {}, first);
  });
  return [
    element("p", { className: "hint" }, `Choose a role, on the map or by its name, to see which are nearest to it and why${areNamed ? "; or enter a cluster" : ""}.`),
    ...(areNamed ? [element("h2", {}, "Clusters"), element("ul", {}, ...lines)] : []),
    element("p", { className: "note" }, `A dot is a role; the larger, the more roles have it among their ten nearest. A line joins two roles that are among each other's two nearest.${areNamed ? " Clusters are named by what most of their roles have and few others do." : ""}`),
  ];
}

function fillCard() {
  const card = at("card");
  card.scrollTop = 0;
  card.replaceChildren(...(state.chosen ? roleCard(state.chosen) : state.cluster ? clusterCard(state.cluster) : overview()));
}

// ---- the address ----

function address() {
  const open = [...document.querySelectorAll("#by-cluster details[open]")].map((one) => one.dataset.cluster).join(",");
  const seen = view.framed ? "" : [...at_(view), view.scale / view.least].map((number) => number.toFixed(2)).join(",");
  return { role: state.chosen?.id ?? "", cluster: state.cluster ? String(state.cluster.index) : "", open, view: seen };
}

/** The middle of the view on the map as it lies where it is wide. */
const at_ = ({ x, y, flipped }) => (flipped ? [y, x] : [x, y]);

const remember = () => intoAddress(address);

/** Takes up the state that an address has; what it names and the page does not have is passed over. */
function recall() {
  const words = fromAddress();
  const node = nodeOf.get(words.get("role"));
  const cluster = /^\d+$/u.test(words.get("cluster") ?? "") ? clusters[Number(words.get("cluster"))] : undefined;
  if (words.has("open")) {
    const open = new Set(words.get("open").split(","));
    for (const one of document.querySelectorAll("#by-cluster details")) one.open = open.has(one.dataset.cluster);
  }
  if (node === state.chosen && node) return;
  if (node) choose(node, { quiet: true, animate: false });
  else if (cluster) enter(cluster, { quiet: true, animate: false });
  else if (state.chosen || state.cluster) reset();
  const [x, y, scale] = (words.get("view") ?? "").split(",").map(Number);
  if (words.get("view") && [x, y, scale].every((number) => Number.isFinite(number) && Math.abs(number) < 1e7)) {
    const [across, down] = at_({ x, y, flipped: view.flipped });
    move({ x: across, y: down, scale: scale * view.least }, { animate: false });
    view.framed = false;
  }
}

// ---- the pointer ----

const held = new Map(); // pointers that are down, with where they are
let travelled = 0;

const spot = (event) => {
  const { left, top } = canvas.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};

function onDown(event) {
  canvas.setPointerCapture(event.pointerId);
  if (!held.size) travelled = 0;
  held.set(event.pointerId, spot(event));
}

function onMove(event) {
  const now = spot(event);
  const before = held.get(event.pointerId);
  if (!before) {
    hover(nodeAt(now, 12));
    return;
  }
  travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
  const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
  if (other) {
    const [was, is] = [before, now].map(([x, y]) => Math.hypot(x - other[0], y - other[1]) || 1);
    zoom(is / was, other);
  } else if (travelled > 4) {
    canvas.classList.add("held");
    shift(now[0] - before[0], now[1] - before[1]);
  }
  held.set(event.pointerId, now);
}

function onUp(event) {
  if (!held.delete(event.pointerId)) return;
  canvas.classList.remove("held");
  if (travelled > 4 || event.type === "pointercancel") {
    remember();
    return;
  }
  const place = spot(event);
  const node = nodeAt(place, event.pointerType === "touch" ? 22 : 12);
  const cluster = node ? null : clusterAt(place);
  if (node) choose(node);
  else if (cluster) enter(cluster);
  else if (state.chosen || state.cluster) reset();
}

function hover(node) {
  canvas.classList.toggle("over", Boolean(node));
  if (node === state.hover) return;
  state.hover = node;
  redraw();
}

function onWheel(event) {
  event.preventDefault();
  const step = event.deltaY * (event.deltaMode ? 24 : 1) * (event.ctrlKey ? 4 : 1);
  zoom(Math.exp(-Math.max(-300, Math.min(300, step)) * 0.0018), spot(event));
  remember();
}

// ---- the keyboard, saving and the start ----

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (MOVES[event.key]) shift(...MOVES[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") reset();
  else return;
  event.preventDefault();
  remember();
}

function save() {
  canvas.toBlob((blob) => {
    const link = element("a", { href: URL.createObjectURL(blob), download: fileName(data.name, ".png") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(`saved as ${link.download}`);
  }, "image/png");
}

function startPointer() {
  canvas.addEventListener("pointerdown", onDown);
  canvas.addEventListener("pointermove", onMove);
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, onUp);
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("wheel", onWheel, { passive: false });
  canvas.addEventListener("dblclick", (event) => { zoom(2, spot(event), {}); remember(); });
}

function startButtons() {
  at("closer").addEventListener("click", () => { zoom(1.4, undefined, {}); remember(); });
  at("farther").addEventListener("click", () => { zoom(1 / 1.4, undefined, {}); remember(); });
  at("whole").addEventListener("click", reset);
  at("save").addEventListener("click", save);
  at("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address holds the state, and no place in the page
    at("by-cluster").focus();
  });
  box.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (state.chosen || state.cluster)) reset();
  });
  for (const one of document.querySelectorAll("#by-cluster details")) one.addEventListener("toggle", remember);
}

function fitScreen() {
  sizeCanvas();
  turn();
  measureWhole();
  if (!view.framed) redraw();
  else if (state.lit) move(fitting([...state.lit], state.chosen ? 12 : 5), { animate: false });
  else showWhole({ animate: false });
}

readColours();
sizeCanvas();
turn();
showWhole({ animate: false });
fillCard();
startSearch();
startPointer();
startButtons();
if (data.chosen !== null && !location.hash) choose(nodes[data.chosen], { quiet: true, animate: false });
recall();
new ResizeObserver(fitScreen).observe(box);
addEventListener("hashchange", recall);
dark.addEventListener("change", () => { readColours(); redraw(); });

/** For tests and the curious: what is shown, to read and not to change. */
window.rolegraphMap = Object.freeze({
  get nodes() { return nodes.length; },
  get chosen() { return state.chosen?.id ?? null; },
  get cluster() { return state.cluster?.name ?? null; },
  get lit() { return state.lit ? [...state.lit].map(({ id }) => id) : nodes.map(({ id }) => id); },
  get labels() { return written.map(({ node, cluster, box: place }) => ({ text: (node?.label ?? cluster.name), box: place })); },
  get scale() { return view.scale / view.least; },
  place(id) {
    const [x, y] = onScreen(nodeOf.get(id));
    const { left, top } = canvas.getBoundingClientRect();
    return { x: left + x, y: top + y };
  },
});
