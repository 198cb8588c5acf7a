// What people do on the page of a graph, and what follows from it: visiting, opening, going back, saving.

let spot = 0; // where in the trail of views the page is
const trail = [];
let pushes = true; // whether this place lets a page have a history

// ---- going from view to view ----

const wordsNow = () => String(new URLSearchParams(Object.entries(address()).filter(([, text]) => text !== "")));

/** Shows a view and remembers it after the one before. */
function go(next, { focus = false } = {}) {
  view = next;
  trail.splice(spot + 1);
  trail.push(wordsNow());
  spot = trail.length - 1;
  try {
    history.pushState({ spot }, "", `${location.href.replace(/#.*$/su, "")}${trail[spot] && `#${trail[spot]}`}`);
  } catch {
    pushes = false; // some places that show a page, such as a preview, let no page change its address
  }
  show();
  if (focus) at("chosen")?.focus({ preventScroll: true });
}

function keepAddress() {
  trail[spot] = wordsNow();
  intoAddress(address);
}

function step(by) {
  if (trail[spot + by] === undefined) return;
  if (pushes) {
    history.go(by);
  } else {
    spot += by;
    recall(trail[spot]);
  }
}

function recall(words) {
  view = viewAt(new URLSearchParams(words));
  show();
}

const visit = (node) => go({ what: "node", root: node, chosen: node, opened: new Map([[node.index, opening(node)]]) }, { focus: true });
const choose = (node) => visit(node); // what the search box found

/** Shows the card of a node that is drawn. */
function choosePart(node) {
  view.chosen = node;
  fillSide();
  shownEdges.clear();
  shownEdges.add(edgesOf(parts, new Set(parts.filter(isName).map(({ branch }) => branch.node))));
  network.redraw();
  say(`${node.label}, ${node.kind}, ${counted(degreeOf(node), "relation")}`);
  keepAddress();
}

/** Opens or closes what is around a node that is drawn; it stays where it is. */
function toggle(node) {
  if (view.opened.has(node.index)) {
    view.opened.delete(node.index);
  } else {
    const room = MOST_DRAWN - parts.filter(isName).length;
    if (room < 1) return say(`${MOST_DRAWN} nodes are drawn at most: close something, or put this one in the middle`, true);
    view.opened.set(node.index, opening(node));
  }
  changed(`item ${node.index} `);
  reveal(node);
}

function changed(still) {
  redraw(still);
  fillSide();
  keepAddress();
}

function more({ branch, bunch }) {
  const shown = view.opened.get(branch.node.index);
  shown.set(bunch.group.key, bunch.branches.length + OF_FEW);
  changed(`head ${branch.node.index} ${bunch.group.key}`);
}

function openRest({ branch }) {
  const shown = view.opened.get(branch.node.index);
  for (const [key, count] of opening(branch.node)) if (!shown.has(key)) shown.set(key, count);
  changed(`item ${branch.node.index} `);
}

function fold({ branch, bunch }) {
  const shown = view.opened.get(branch.node.index);
  shown.set(bunch.group.key, bunch.folded ? OF_MANY : 0);
  changed(`head ${branch.node.index} ${bunch.group.key}`);
}

// ---- what is shown ----

function show() {
  const isNode = view.what === "node";
  at("map").hidden = isNode;
  at("main").className = view.what;
  for (const id of ["drawing", "shown", "drawing-buttons"]) at(id).hidden = !isNode;
  at("back").disabled = spot === 0;
  at("forward").disabled = spot >= trail.length - 1;
  at("overview").disabled = view.what === "kinds";
  fillSide();
  markMap();
  if (isNode) {
    if (!network) startDrawing();
    parts = [];
    redraw();
    showWhole(0.6);
  }
  at("card").scrollTop = 0;
  document.title = isNode ? `${view.root.label}: ${data.title}` : data.title;
}

function fillSide() {
  const isWhole = view.what === "kinds";
  at("tables").hidden = at("hint").hidden = !isWhole;
  at("chosen-part").hidden = isWhole;
  const filled = { kind: fillKind, tie: fillTie, node: () => fillCard(view.chosen), kinds: () => [] }[view.what]();
  at("chosen-part").replaceChildren(...filled);
}

function markMap() {
  for (const link of at("map").querySelectorAll("a")) {
    link.classList.toggle("chosen", link.getAttribute("href") === `#${wordsNow()}`);
  }
}

// ---- the pointer and the keyboard ----

const tip = at("tip");
const hideTip = () => { tip.hidden = true; };

function showTip({ branch, type, bunch }, { x, y }) {
  const words = type === "head" ? (bunch.folded ? "Show these" : "Fold these") : type === "item" || type === "root" ? branch.node.label : "Show more of these";
  tip.replaceChildren(element("span", {}, words));
  if (type === "item") {
    const level = branch.level ? `, at ${LEVELS[branch.level]} level` : "";
    tip.append(element("span", { className: "note" }, `${branch.node.kind}${level}, ${counted(degreeOf(branch.node), "relation")}`));
  }
  tip.hidden = false;
  tip.style.left = `${Math.max(4, Math.min(x + 14, box.clientWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, y + 18 + tip.offsetHeight > box.clientHeight ? y - tip.offsetHeight - 8 : y + 18)}px`;
}

function onClick(place) {
  hideTip();
  const part = partAt(place);
  if (!part) return;
  if (part.type === "more") return part.bunch.more && more(part);
  if (part.type === "rest") openRest(part);
  else if (part.type === "head") fold(part);
  else if (isKnob(part, place)) toggle(part.branch.node);
  else choosePart(part.branch.node);
}

function startPointer() {
  network.on("click", ({ pointer }) => onClick(pointer.canvas));
  network.on("doubleClick", ({ pointer }) => {
    const part = partAt(pointer.canvas);
    if (part?.type === "item" && !isKnob(part, pointer.canvas)) toggle(part.branch.node);
  });
  for (const event of ["dragStart", "zoom"]) network.on(event, hideTip);
  frame.addEventListener("pointermove", (event) => {
    const bounds = frame.getBoundingClientRect();
    const inFrame = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    const part = partAt(network.DOMtoCanvas(inFrame));
    frame.classList.toggle("over", Boolean(part));
    if (part && event.pointerType === "mouse") showTip(part, inFrame);
    else hideTip();
  });
  frame.addEventListener("pointerleave", hideTip);
}

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function onGraphKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || view.what !== "node") return;
  if (MOVES[event.key]) shift(...MOVES[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") showWhole();
  else return;
  event.preventDefault();
}

function save() {
  const drawn = frame.querySelector("canvas");
  const picture = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
  const context = picture.getContext("2d");
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawn, 0, 0);
  picture.toBlob((blob) => {
    const link = element("a", { href: URL.createObjectURL(blob), download: fileName(`around ${view.root.label}`, ".png") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(`saved as ${link.download}`);
  }, "image/png");
}

function startButtons() {
  at("back").addEventListener("click", () => step(-1));
  at("forward").addEventListener("click", () => step(1));
  at("overview").addEventListener("click", () => go({ what: "kinds" }));
  at("closer").addEventListener("click", () => zoom(1.3));
  at("farther").addEventListener("click", () => zoom(1 / 1.3));
  at("whole").addEventListener("click", () => showWhole());
  at("save").addEventListener("click", save);
  box.addEventListener("keydown", onGraphKey);
  // Links within the page lead to views; in a frame of a notebook they would lead out of the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(viewAt(new URLSearchParams(link.getAttribute("href").slice(1))), { focus: true });
  });
  addEventListener("popstate", (event) => {
    spot = event.state?.spot ?? 0;
    recall(trail[spot] ?? location.hash.slice(1)); // the address may not yet have had what was typed last
  });
  addEventListener("beforeprint", () => { if (view.what === "node") showWhole(); });
  dark.addEventListener("change", () => { readColours(); if (view.what === "node") redraw(); });
}

// ---- the start ----

async function start() {
  let graph = data.graph;
  try {
    graph ??= await unpacked(data.packed);
  } catch {
    at("hint").textContent = "This browser cannot unpack the nodes of this graph, which takes one of 2023 or later: the kinds and tables are all that it shows.";
    return;
  }
  readNodes(graph);
  readEdges(graph.edges);
  startButtons();
  startSearch();
  if (location.hash.length > 1) view = viewAt(fromAddress());
  else if (data.start) view = firstView(data.start);
  trail.push(wordsNow());
  at("map").hidden = view.what === "node";
  at("drawing").hidden = false; // vis-network measures what it draws on
  startDrawing();
  startPointer();
  show();
}

function firstView({ node, open }) {
  const opened = new Map(open.map(([index, shown]) => [
    index, new Map(shown.map(([relation, isBackward, count]) => [2 * relation + (isBackward ? 1 : 0), count])),
  ]));
  return { what: "node", root: nodes[node], chosen: nodes[node], opened };
}

start();

/** For tests and the curious: what is shown, to read and not to change. */
window.rolegraphView = Object.freeze({
  get ready() { return nodes.length > 0 || data.graph?.ids.length === 0; },
  get what() { return view.what; },
  get root() { return view.root?.id ?? null; },
  get chosen() { return view.chosen?.id ?? null; },
  get drawn() { return parts.filter(isName).map(({ branch }) => branch.node.id); },
  get parts() { return parts.map(({ id, text, left, right, top, bottom }) => ({ id, text, left, right, top, bottom })); },
  get scale() { return network?.getScale() ?? 0; },
  place(id) {
    const part = parts.find((one) => one.id === id);
    const { x, y } = network.canvasToDOM({ x: (part.left + part.right) / 2, y: part.y });
    const { left, top } = frame.getBoundingClientRect();
    return { x: left + x, y: top + y, knob: part.knob == null ? null : left + network.canvasToDOM({ x: part.knob, y: part.y }).x };
  },
});
