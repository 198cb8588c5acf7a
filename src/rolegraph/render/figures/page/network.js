// What people do, and what follows from it: choosing, hiding, moving, saving; and the state in the page's address.

// ---- choosing ----

function choose(node, { focus = false, centre = false, quiet = false } = {}) {
  if (focus && !state.chosen) state.origin = document.activeElement;
  if (!isShown(node)) toggleKind(node.kind);
  state.chosen = node;
  state.near = new Set([node, ...node.edges.map((edge) => otherEnd(edge, node))]);
  hideTip();
  fillCard(node);
  redrawEdges();
  if (centre) moveView({ position: { x: node.x, y: node.y }, scale: within(Math.max(network.getScale(), 0.8)) });
  if (focus) at("chosen").focus({ preventScroll: false });
  say(`${node.label}, ${node.kind}, ${node.edges.length} connections`);
  if (!quiet) remember();
}

/** Back to the whole content; the focus returns to where it was before something was chosen. */
function reset() {
  if (!state.chosen) return;
  const hadFocus = at("card").contains(document.activeElement);
  state.chosen = null;
  state.near = new Set();
  fillCard(null);
  redrawEdges();
  if (hadFocus) (state.origin?.isConnected && state.origin !== document.body ? state.origin : box).focus();
  state.origin = null;
  say("nothing chosen");
  remember();
}

function toggleKind(kind) {
  if (state.hidden.has(kind)) state.hidden.delete(kind);
  else state.hidden.add(kind);
  markKinds();
  if (state.chosen && !isShown(state.chosen)) reset();
  redrawKinds();
  remember();
}

// ---- the address ----

function address() {
  const words = { node: state.chosen?.id ?? "", hide: [...state.hidden].sort().join(","), view: "" };
  if (!state.whole) {
    const { x, y } = network.getViewPosition();
    words.view = [x.toFixed(0), y.toFixed(0), network.getScale().toFixed(3)].join(",");
  }
  return words;
}

const remember = () => intoAddress(address);

/** Takes up the state that an address has; what it names and the page does not have is passed over. */
function recall() {
  const words = fromAddress();
  const kinds = new Set(scene.kinds.map(({ kind }) => kind));
  state.hidden = new Set((words.get("hide") ?? "").split(",").filter((kind) => kinds.has(kind)));
  markKinds();
  redrawKinds();
  const node = nodeOf.get(words.get("node"));
  if (node) choose(node, { quiet: true });
  else reset();
  const [x, y, scale] = (words.get("view") ?? "").split(",").map(Number);
  if (words.get("view") && [x, y, scale].every((number) => Number.isFinite(number) && Math.abs(number) < 1e7)) {
    state.whole = false;
    network.moveTo({ position: { x, y }, scale: within(scale), animation: false });
    thickenEdges();
  } else {
    showWhole();
  }
}

// ---- saving ----

function save() {
  const drawn = frame.querySelector("canvas");
  const picture = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
  const context = picture.getContext("2d");
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawn, 0, 0);
  picture.toBlob((blob) => {
    const link = element("a", { href: URL.createObjectURL(blob), download: fileName(scene.name, ".png") });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(`saved as ${link.download}`);
  }, "image/png");
}

// ---- the pointer ----

const tip = at("tip");

function showTip(title, note, { x, y }) {
  tip.replaceChildren(element("span", {}, title));
  if (note) tip.append(element("span", { className: "note" }, note));
  tip.hidden = false;
  const left = Math.max(4, Math.min(x + 14, box.clientWidth - tip.offsetWidth - 4));
  const top = y + 18 + tip.offsetHeight > box.clientHeight ? y - tip.offsetHeight - 8 : y + 18;
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

const hideTip = () => { tip.hidden = true; };

function startPointer() {
  network.on("hoverNode", ({ node: index, pointer }) => {
    frame.classList.add("over");
    showTip(numbered(nodes[index]), nodes[index].kind, pointer.DOM);
  });
  network.on("hoverEdge", ({ edge: index, pointer }) => {
    const { start, end, relation, note } = edges[index];
    showTip(`${start.label} — ${relation || "related"} → ${end.label}`, note, pointer.DOM);
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
    network.on(event, () => { hideTip(); frame.classList.remove("over"); });
  }
  network.on("click", ({ pointer }) => {
    const node = nodeAt(pointer.DOM);
    if (node) choose(node);
    else reset();
  });
  for (const event of ["dragEnd", "zoom"]) {
    network.on(event, () => { state.whole = false; remember(); });
  }
  network.on("animationFinished", remember);
  network.on("resize", () => { if (state.whole) showWhole(); });
}

// ---- the keyboard ----

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function onGraphKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (MOVES[event.key]) shift(...MOVES[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") showWhole();
  else return;
  event.preventDefault();
  remember();
}

function startButtons() {
  at("closer").addEventListener("click", () => { zoom(1.3); remember(); });
  at("farther").addEventListener("click", () => { zoom(1 / 1.3); remember(); });
  at("whole").addEventListener("click", () => { showWhole(); remember(); });
  at("save").addEventListener("click", save);
  at("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address holds the state, and no place in the page
    at("all").open = true;
    at("all-summary").focus();
  });
  box.addEventListener("keydown", onGraphKey);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") reset(); });
}

// ---- the start ----

function fillHeader() {
  frame.setAttribute("aria-label", `${scene.title}: a graph of ${size()}. The table below the graph says the same.`);
}

fillHeader();
fillLegend();
fillCard(null);
startDrawing();
startSearch();
startPointer();
startButtons();
recall();
setTimeout(fillTable); // the drawing comes first
addEventListener("hashchange", recall);
dark.addEventListener("change", recolour);

/** For tests and the curious: what is shown, to read and not to change. */
window.rolegraphView = Object.freeze({
  get nodes() { return nodes.filter(isShown).length; },
  get edges() { return edges.filter(isEdgeShown).length; },
  get labels() { return written.map(({ node }) => node.id); },
  get chosen() { return state.chosen?.id ?? null; },
  get lit() { return nodes.filter((node) => isShown(node) && isLit(node)).map((node) => node.id); },
  get hidden() { return [...state.hidden].sort(); },
  get centre() { return network.getViewPosition(); },
  get scale() { return network.getScale(); },
  place(id) {
    const node = nodeOf.get(id);
    const { x, y } = network.canvasToDOM({ x: node.x, y: node.y });
    const { left, top } = frame.getBoundingClientRect();
    return { x: left + x, y: top + y };
  },
});
