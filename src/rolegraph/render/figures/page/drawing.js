// The drawing and its view: vis-network draws the edges, and the nodes by the shapes of ours.

const ZOOM = [0.02, 5];
const DIM = 0.22; // how much is left of what is not near the chosen node

const RING = 5; // from a node's shape to the middle of its ring
const MARGIN = 6;

const box = at("graph");
const frame = at("drawing");
const outlines = Object.fromEntries(Object.entries(SHAPES).map(([kind, path]) => [kind, new Path2D(path)]));
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

let colours = {};
let thickness = 1; // of edges, which grow from far away as nodes do

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "muted", "edge", "strong", "faint", "accent", ...Object.keys(SHAPES)];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function sizeNodes() {
  const most = Math.max(0, ...nodes.map((node) => node.important ?? 0));
  for (const node of nodes) {
    const weight = most > 0 ? Math.max(0, node.important ?? 0) / most : 0;
    node.radius = 8 + 7 * Math.sqrt(weight) + (["start", "goal"].includes(node.group) ? 3 : 0);
  }
}

// ---- shapes and edges ----

/** Draws a node's shape; vis-network calls it for each node that is not hidden. */
function drawNode({ ctx: context, id, x, y }) {
  const node = nodes[id];
  const radius = radiusOf(node);
  return {
    drawNode: () => {
      const look = lookOf(node.group);
      const colour = colours[node.kind];
      context.translate(x, y);
      context.globalAlpha = isLit(node) ? 1 : DIM;
      if (look.ring || node === state.chosen) drawRing(context, node, radius, look);
      context.scale(radius, radius);
      context.fillStyle = colours.paper;
      context.fill(outlines[node.kind]);
      context.fillStyle = colour;
      context.globalAlpha *= look.fill;
      context.fill(outlines[node.kind]);
      context.globalAlpha = isLit(node) ? 1 : DIM;
      if (!look.border) return;
      context.lineJoin = "round";
      context.lineWidth = look.border / node.radius;
      context.strokeStyle = look.ink ? colours.ink : colour;
      context.stroke(outlines[node.kind]);
    },
    nodeDimensions: { width: 2 * radius, height: 2 * radius },
  };
}

function drawRing(context, node, radius, look) {
  const isChosen = node === state.chosen;
  context.beginPath();
  context.arc(0, 0, radius * 1.1 + RING * swell(network.getScale()), 0, 2 * Math.PI);
  context.lineWidth = isChosen ? 3 : look.ring;
  context.strokeStyle = isChosen ? colours.accent : colours.ink;
  context.stroke();
}

function edgeLook(edge) {
  const isOwn = state.chosen && isEdgeLit(edge);
  const plain = edge.strong ? colours.strong : colours.edge;
  return {
    id: edge.index,
    color: { color: isOwn ? colours.accent : isEdgeLit(edge) ? plain : colours.faint, inherit: false, opacity: 1 },
    width: thickness * (edge.strong ? 3.5 : isOwn ? 2 : 1.1),
  };
}

const shownNodes = new vis.DataSet();
const shownEdges = new vis.DataSet();
let network;

function startDrawing() {
  readColours();
  sizeNodes();
  breakLabels();
  thickness = thicknessAt(wholeView().scale);
  shownNodes.add(nodes.map(({ index, x, y, radius }) => ({ id: index, x, y, size: radius, hidden: false })));
  shownEdges.add(
    edges.map((edge) => ({
      ...edgeLook(edge),
      from: edge.start.index,
      to: edge.end.index,
      dashes: edge.loose ? [5, 5] : false,
      arrows: { to: { enabled: true, scaleFactor: edge.strong ? 0.65 : 0.45 } },
    })),
  );
  network = new vis.Network(frame, { nodes: shownNodes, edges: shownEdges }, {
    autoResize: true,
    physics: { enabled: false },
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, selectable: false, dragNodes: false, zoomSpeed: 0.6, tooltipDelay: 0 },
    nodes: { shape: "custom", ctxRenderer: drawNode },
    edges: { smooth: false, hoverWidth: 0, selectionWidth: 0, chosen: false, endPointOffset: { to: -2 } },
  });
  // The element around is an image to assistive technology, and nothing inside an image takes the focus.
  frame.firstElementChild?.removeAttribute("tabindex");
  network.on("afterDrawing", writeLabels);
  network.on("zoom", thickenEdges);
  network.on("animationFinished", thickenEdges);
}

const thicknessAt = (scale) => Math.round(2 * swell(scale)) / 2;

/** Makes edges as thick as the zoom wants them, where that has changed enough to be seen. */
function thickenEdges() {
  const wanted = thicknessAt(network.getScale());
  if (wanted === thickness) return;
  thickness = wanted;
  redrawEdges();
}

function redrawEdges() {
  if (edges.length) shownEdges.update(edges.map(edgeLook));
  else network.redraw();
}

function recolour() {
  readColours();
  redrawEdges();
}

/** Shows the nodes of all kinds that are not hidden; vis-network leaves out the edges of the others. */
function redrawKinds() {
  const changed = nodes.filter((node) => shownNodes.get(node.index).hidden === isShown(node));
  if (changed.length) shownNodes.update(changed.map((node) => ({ id: node.index, hidden: !isShown(node) })));
}

// ---- the view ----

/** The part of the scene that is in view, but for a margin. */
function inView() {
  const from = network.DOMtoCanvas({ x: MARGIN, y: MARGIN });
  const to = network.DOMtoCanvas({ x: frame.clientWidth - MARGIN, y: frame.clientHeight - MARGIN });
  return { left: from.x, top: from.y, right: to.x, bottom: to.y };
}

/** The place and zoom at which the whole graph is seen with its labels, as large as fits and is pleasant. */
function wholeView() {
  const shown = nodes.filter(isShown);
  if (!shown.length) return { position: { x: 0, y: 0 }, scale: 1 };
  const halves = shown.map((node) => Math.max(node.radius + RING, node.widths[0] / 2));
  const left = Math.min(...shown.map(({ x }, index) => x - halves[index]));
  const right = Math.max(...shown.map(({ x }, index) => x + halves[index]));
  const top = Math.min(...shown.map(({ y, radius }) => y - radius - RING));
  const below = ({ radius, forms }) => radius + RING + 4 + forms[0].length * LABEL * LINE;
  const bottom = Math.max(...shown.map((node) => node.y + below(node)));
  // Letters do not shrink with the rest below a size, so there is room left for a last label.
  const across = (frame.clientWidth - 24) / (right - left);
  const down = (frame.clientHeight - 48) / (bottom - top);
  return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: within(Math.min(1.25, across, down)) };
}

function showWhole() {
  state.whole = true;
  network.moveTo({ ...wholeView(), animation: false });
  thickenEdges();
}

const within = (scale) => Math.min(Math.max(scale, ZOOM[0]), ZOOM[1]);

function moveView(options) {
  state.whole = false;
  network.moveTo({ ...options, animation: calm.matches ? false : { duration: 250, easingFunction: "easeInOutQuad" } });
  if (calm.matches) thickenEdges();
}

const zoom = (factor) => moveView({ scale: within(network.getScale() * factor) });

function shift(across, down) {
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  moveView({ position: { x: x + (across * 60) / scale, y: y + (down * 60) / scale } });
}

/** The node whose shape or label is at a place of the drawing, in pixels. */
function nodeAt(place) {
  const index = network.getNodeAt(place);
  if (index !== undefined) return nodes[index];
  const { x, y } = network.DOMtoCanvas(place);
  return written.find(({ left, right, top, bottom }) => x > left && x < right && y > top && y < bottom)?.node ?? null;
}
