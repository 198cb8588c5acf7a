// The drawing of a neighbourhood: groups as branches to both sides of a node, laid out here and drawn by vis-network.

const [ROW, GAP, HEAD_AT, ITEM_AT, NEXT_AT] = [23, 12, 100, 290, 520]; // lengths at a zoom of 1
const [LETTERS, ROOT_WIDTH, ZOOM] = [32, 150, [0.1, 4]];
const FONT = "13px system-ui, -apple-system, 'Segoe UI', sans-serif";
const box = at("graph");
const frame = at("drawing");
const outlines = Object.fromEntries(Object.entries(SHAPES).map(([kind, path]) => [kind, new Path2D(path)]));
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const isNarrow = () => box.clientWidth < 640;
const brush = document.createElement("canvas").getContext("2d");

let colours = {};
let network;
let parts = []; // what is drawn: {id, type, x, y, width, side, ...}, of type root, item, head or more
const shownNodes = new vis.DataSet();
const shownEdges = new vis.DataSet();

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "panel", "ink", "muted", "edge", "accent", "control", ...Object.keys(SHAPES)];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

// ---- what is drawn ----

/** The opened nodes as a tree, the nearest first and each node once. */
function grown({ root, opened }) {
  const trunk = { node: root, level: 0, bunches: [], closed: [] };
  const drawn = new Set([root]);
  for (let ring = [trunk]; ring.length;) {
    const next = [];
    for (const branch of ring) {
      const shown = opened.get(branch.node.index);
      for (const group of shown ? groupsOf(branch.node) : []) {
        if (!shown.has(group.key)) {
          branch.closed.push(group);
          continue;
        }
        const bunch = { group, branches: [], folded: shown.get(group.key) === 0 };
        for (const { node, level } of group.members) {
          if (bunch.branches.length >= (shown.get(group.key) ?? 0) || drawn.size >= MOST_DRAWN) break;
          if (drawn.has(node)) continue;
          drawn.add(node);
          bunch.branches.push({ node, level, bunches: [], closed: [] });
        }
        bunch.more = group.members.filter(({ node }) => !drawn.has(node)).length;
        bunch.elsewhere = group.members.length - bunch.branches.length - bunch.more;
        branch.bunches.push(bunch);
        next.push(...bunch.branches);
      }
    }
    ring = next;
  }
  return { trunk, drawn };
}

const heightOf = ({ bunches, closed }) =>
  Math.max(ROW, bunches.reduce((sum, bunch) => sum + bunchHeight(bunch) + GAP, 0) + (closed.length ? ROW : 0));
const hasRest = ({ more, elsewhere, folded }) => more + elsewhere > 0 && !folded;
const bunchHeight = (bunch) =>
  Math.max(ROW + 3, bunch.branches.reduce((sum, branch) => sum + heightOf(branch), 0) + (hasRest(bunch) ? ROW : 0));

const short = (text) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1).trimEnd()}…` : text);

function widthOf(text) {
  brush.font = FONT;
  return brush.measureText(text).width;
}

/** Places a node's bunches below each other on one side, around a height. */
function placeSide(branch, bunches, x, side, y, put) {
  let top = y - bunches.reduce((sum, bunch) => sum + bunchHeight(bunch) + GAP, -GAP) / 2;
  for (const bunch of bunches) {
    const middle = top + bunchHeight(bunch) / 2;
    const head = put({ type: "head", branch, bunch, side, x: x + side * HEAD_AT, y: middle });
    let down = top;
    for (const one of bunch.branches) {
      const height = heightOf(one);
      put({ type: "item", branch: one, side, x: x + side * ITEM_AT, y: down + height / 2, from: head });
      const above = one.closed.length ? ROW / 2 : 0;
      placeSide(one, one.bunches, x + side * NEXT_AT, side, down + height / 2 - above, put);
      if (one.closed.length) {
        put({ type: "rest", branch: one, side, x: x + side * (NEXT_AT + HEAD_AT), y: down + height - ROW / 2 - GAP / 2 });
      }
      down += height;
    }
    if (hasRest(bunch)) {
      put({ type: "more", branch, bunch, side, x: x + side * ITEM_AT, y: down + ROW / 2, from: head });
    }
    top += bunchHeight(bunch) + GAP;
  }
}

/** Below each other, as an outline: for narrow screens. */
function placeOutline(branch, depth, put, down = { y: 4 }) {
  for (const bunch of branch.bunches) {
    const head = put({ type: "head", branch, bunch, side: 1, x: depth * 30 + 6, y: (down.y += ROW + 6) });
    for (const one of bunch.branches) {
      put({ type: "item", branch: one, side: 1, x: depth * 30 + 28, y: (down.y += ROW + 3), from: head });
      placeOutline(one, depth + 1, put, down);
      if (one.closed.length) put({ type: "rest", branch: one, side: 1, x: depth * 30 + 36, y: (down.y += ROW + 3) });
    }
    if (hasRest(bunch)) {
      put({ type: "more", branch, bunch, side: 1, x: depth * 30 + 28, y: (down.y += ROW + 3), from: head });
    }
  }
}

/** The groups that stand to the right of a node, about half of all: the same whatever is opened or folded. */
function onTheRight(node) {
  const rows = [...opening(node)].map(([key, shown]) => [key, shown + 1.5]);
  const half = rows.reduce((sum, [, size]) => sum + size, 0) / 2;
  let sum = 0;
  const right = new Set();
  for (const [key, size] of rows) {
    if (sum < half - size / 4) right.add(key);
    sum += size;
  }
  return right;
}

const isName = ({ type }) => type === "item" || type === "root";

/** All parts of the drawing in their places: half of the bunches to the right, the others to the left. */
function laidOut({ trunk }) {
  const found = [];
  const put = (part) => {
    part.id = `${part.type} ${part.branch.node.index} ${part.bunch?.group.key ?? ""}`;
    if (part.type !== "root") part.from ??= found.find((one) => one.branch === part.branch && isName(one));
    found.push(part);
    return part;
  };
  put({ type: "root", branch: trunk, side: isNarrow() ? 1 : 0, x: 0, y: 0 });
  if (isNarrow()) {
    placeOutline(trunk, 0, put);
  } else {
    const right = onTheRight(trunk.node);
    placeSide(trunk, trunk.bunches.filter(({ group }) => right.has(group.key)), 0, 1, 0, put);
    placeSide(trunk, trunk.bunches.filter(({ group }) => !right.has(group.key)), 0, -1, 0, put);
  }
  for (const part of found) measure(part);
  return found;
}

/** A part's text, and the box that it fills. */
function measure(part) {
  const { type, branch, bunch, side, x, y } = part;
  if (type === "head") part.text = `${bunch.group.words} ${bunch.group.members.length.toLocaleString("en")}`;
  else if (type === "more") part.text = restWords(bunch);
  else if (type === "rest") part.text = closedWords(branch);
  else part.text = type === "root" && side === 0 ? branch.node.label : short(branch.node.label);
  const width = widthOf(part.text);
  if (type === "root" && side === 0) {
    part.lines = folded3(part.text);
    const half = [ROOT_WIDTH / 2, 24 + 8.5 * part.lines.length];
    Object.assign(part, { left: x - half[0], right: x + half[0], top: y - half[1], bottom: y + half[1] });
    return;
  }
  const wide = !isName(part) ? width + 18 : width + 22 + (branch.level ? 24 : 0) + 22;
  const start = isName(part) ? 9 : 0;
  part.left = side < 0 ? x - wide + start : x - start;
  part.right = side < 0 ? x + start : x + wide - start;
  part.top = y - ROW / 2 + 1;
  part.bottom = y + ROW / 2 - 1;
}

/** How many of a bunch are not drawn, or are drawn in another place. */
const restWords = ({ more, elsewhere }) =>
  [more && `${more.toLocaleString("en")} more`, elsewhere && `${elsewhere} drawn already`].filter(Boolean).join(", ");

const closedWords = ({ closed }) =>
  `${counted(closed.length, "other relation")}: ${closed.reduce((sum, { members }) => sum + members.length, 0).toLocaleString("en")}`;

/** A name in three lines at most. */
function folded3(text) {
  const lines = [""];
  for (const word of text.split(/\s+/u)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && widthOf(longer) > ROOT_WIDTH - 16) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  const shown = lines.slice(0, 3);
  if (lines.length > 3) shown[2] += " …";
  return shown.map((line) => (line.length > 22 ? `${line.slice(0, 21)}…` : line));
}

// ---- drawing ----

function drawPart(part, context) {
  const isChosen = isName(part) && part.branch.node === view.chosen;
  context.font = FONT;
  context.textBaseline = "middle";
  if (part.type === "root" && part.side === 0) drawRoot(part, context, isChosen);
  else if (isName(part)) drawItem(part, context, isChosen);
  else drawPill(part, context);
}

function outline(context, { left, top, right, bottom }, radius) {
  context.beginPath();
  context.roundRect(left, top, right - left, bottom - top, radius);
}

function drawSign(context, kind, x, y, radius) {
  context.save();
  context.translate(x, y);
  context.scale(radius, radius);
  context.fillStyle = colours[kind];
  context.fill(outlines[kind]);
  context.restore();
}

function drawRoot(part, context, isChosen) {
  outline(context, part, 8);
  context.fillStyle = colours.panel;
  context.fill();
  context.lineWidth = isChosen ? 2.5 : 1;
  context.strokeStyle = isChosen ? colours.accent : colours.control;
  context.stroke();
  drawSign(context, part.branch.node.kind, part.x, part.top + 18, 9);
  context.fillStyle = colours.ink;
  context.textAlign = "center";
  context.font = `600 ${FONT}`;
  part.lines.forEach((line, number) => context.fillText(line, part.x, part.top + 42 + 17 * number));
}

function drawPill(part, context) {
  outline(context, part, 10);
  context.fillStyle = part.type === "head" ? colours.panel : colours.paper;
  context.fill();
  context.lineWidth = 1;
  const offers = part.type === "rest" || (part.type === "more" && part.bunch.more);
  context.strokeStyle = offers ? colours.accent : colours.edge;
  context.stroke();
  context.fillStyle = offers ? colours.accent : colours.muted;
  context.textAlign = "left";
  context.fillText(part.text, part.left + 9, part.y);
}

function drawItem(part, context, isChosen) {
  const { branch, side, x, y } = part;
  if (isChosen) {
    outline(context, part, 6);
    context.fillStyle = colours.panel;
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = colours.accent;
    context.stroke();
  }
  drawSign(context, branch.node.kind, x, y, 6);
  context.fillStyle = colours.ink;
  context.textAlign = side < 0 ? "right" : "left";
  context.fillText(part.text, x + side * 13, y);
  let along = x + side * (13 + widthOf(part.text) + 7);
  if (branch.level) {
    const left = side < 0 ? along - 18 : along;
    for (let bar = 1; bar <= 4; bar += 1) {
      const height = 2.4 * bar;
      context.lineWidth = 0.8;
      context.strokeStyle = context.fillStyle = colours.muted;
      context.beginPath();
      context.rect(left + (bar - 1) * 4.5, y + 5 - height, 3, height);
      if (bar <= branch.level) context.fill();
      context.stroke();
    }
    along += side * 24;
  }
  part.knob = null;
  if (branch.node === view.root || (degreeOf(branch.node) < 2 && !view.opened.has(branch.node.index))) return;
  part.knob = along + side * 7;
  context.beginPath();
  context.arc(part.knob, y, 6, 0, 2 * Math.PI);
  context.fillStyle = colours.paper;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.control;
  context.stroke();
  context.beginPath();
  context.moveTo(part.knob - 3, y);
  context.lineTo(part.knob + 3, y);
  if (!view.opened.has(branch.node.index)) {
    context.moveTo(part.knob, y - 3);
    context.lineTo(part.knob, y + 3);
  }
  context.strokeStyle = colours.ink;
  context.stroke();
}

const byId = new Map();

function startDrawing() {
  readColours();
  network = new vis.Network(frame, { nodes: shownNodes, edges: shownEdges }, {
    autoResize: true,
    physics: { enabled: false },
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, selectable: false, dragNodes: false, zoomSpeed: 0.6, tooltipDelay: 0 },
    nodes: {
      shape: "custom",
      ctxRenderer: ({ ctx: context, id, x, y }) => ({
        drawNode: () => {
          const part = byId.get(id);
          if (!part) return; // what is drawn is just being replaced
          context.save();
          context.translate(x - part.x, y - part.y); // on its way, a part is not yet in its place
          drawPart(part, context);
          context.restore();
        },
        nodeDimensions: { width: 8, height: 8 },
      }),
    },
    edges: { hoverWidth: 0, selectionWidth: 0, chosen: false, smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } },
  });
  frame.firstElementChild?.removeAttribute("tabindex");
}

/** Draws the view; what was drawn before moves to its new place, and the part `still` does not. */
function redraw(still = "") {
  const before = new Map(parts.map((part) => [part.id, part]));
  const tree = grown(view);
  parts = laidOut(tree);
  const anchor = parts.find((part) => part.id === still);
  const old = anchor && before.get(still);
  if (old) {
    const [x, y] = [old.x - anchor.x, old.y - anchor.y];
    for (const part of parts) for (const [name, by] of [["x", x], ["left", x], ["right", x], ["y", y], ["top", y], ["bottom", y]]) part[name] += by;
  }
  byId.clear();
  for (const part of parts) byId.set(part.id, part);
  shownEdges.clear();
  shownNodes.clear();
  const starts = parts.map((part) => before.get(part.id) ?? (part.from && before.get(part.from.id)) ?? part);
  shownNodes.add(parts.map(({ id }, number) => ({ id, x: starts[number].x, y: starts[number].y })));
  shownEdges.add(edgesOf(parts, tree.drawn));
  saySize(tree);
  if (!old || calm.matches) shownNodes.update(parts.map(({ id, x, y }) => ({ id, x, y })));
  else glide(starts, parts);
  return tree;
}

/** Moves parts from where they were to where they belong, in a quarter of a second. */
function glide(starts, ends) {
  const from = starts.map(({ x, y }) => ({ x, y }));
  const begun = performance.now();
  const step = () => {
    if (parts !== ends) return;
    const part = Math.min(1, (performance.now() - begun) / 250);
    const eased = 1 - (1 - part) ** 3;
    shownNodes.update(ends.map(({ id, x, y }, number) => ({
      id, x: from[number].x + eased * (x - from[number].x), y: from[number].y + eased * (y - from[number].y),
    })));
    if (part < 1) requestAnimationFrame(step);
  };
  step();
}

/** Lines along the tree, and from the chosen node to all others that it is related to. */
function edgesOf(found, drawn) {
  const line = { color: { color: colours.edge, inherit: false }, width: 1.2 };
  const edges = found.filter(({ from }) => from).map((part) => ({ id: `to ${part.id}`, from: part.from.id, to: part.id, ...line }));
  const chosen = found.find(({ type, branch }) => (type === "item" || type === "root") && branch.node === view.chosen);
  if (!chosen || chosen.type === "root") return edges;
  const above = chosen.from.branch.node;
  const others = new Set(groupsOf(chosen.branch.node).flatMap(({ members }) => members.map(({ node }) => node)));
  for (const part of found) {
    if (part.type !== "item" || !drawn.has(part.branch.node) || !others.has(part.branch.node)) continue;
    if (part.branch.node === above || part.from.branch === chosen.branch) continue;
    edges.push({
      id: `related ${part.id}`, from: chosen.id, to: part.id, width: 1.5, dashes: [4, 4],
      color: { color: colours.accent, inherit: false },
      ...(part.x === chosen.x && { smooth: { enabled: true, type: (part.y > chosen.y) === (part.side > 0) ? "curvedCCW" : "curvedCW", roundness: 0.2 } }),
    });
  }
  return edges;
}

/** Says how much of the graph is drawn, and how many relations join what is drawn without a line. */
function saySize({ drawn }) {
  let between = 0;
  for (const node of drawn) for (const { members } of groupsOf(node)) for (const other of members) between += drawn.has(other.node);
  const lines = shownEdges.get({ filter: ({ to }) => to.startsWith("item") }).length;
  const hidden = between / 2 - lines;
  const words = [`Showing ${drawn.size.toLocaleString("en")} of ${counted(nodes.length, "node")}`];
  if (hidden > 0) words.push(`${counted(hidden, "more relation")} between these: choose one to see its own`);
  at("shown").textContent = `${words.join("; ")}.`;
  frame.setAttribute("aria-label", `What is around ${view.root.label}: ${words.join("; ")}. The lists beside it say the same.`);
}

// ---- the view of the drawing ----

const within = (scale) => Math.min(ZOOM[1], Math.max(ZOOM[0], scale));

/** Everything in sight, but no larger than it is read best, nor smaller than `least`; on narrow screens from the top. */
function showWhole(least = ZOOM[0]) {
  network.setSize("100%", "100%");
  network.redraw();
  const [width, height] = [box.clientWidth, box.clientHeight];
  const sides = ["left", "right", "top", "bottom"].map((side) =>
    (side === "left" || side === "top" ? Math.min : Math.max)(...parts.map((part) => part[side])));
  const [left, right, top, bottom] = sides;
  const fits = Math.min(width / (right - left + 40), (height - 60) / (bottom - top + 20), 1.15);
  const fit = Math.max(fits, least);
  const scale = within(isNarrow() ? Math.min(1, width / (Math.min(right, 420) - left + 24)) : fit);
  const position = isNarrow()
    ? { x: left + width / scale / 2 - 12, y: top + height / scale / 2 - 12 }
    : fit === fits ? { x: (left + right) / 2, y: (top + bottom) / 2 + 14 / scale } : { x: 0, y: 0 };
  network.moveTo({ position, scale, animation: false });
}

/** Moves the view as little as brings what is around a node into sight, and out where it is too much for it. */
function reveal(node) {
  const branch = parts.find((part) => isName(part) && part.branch.node === node)?.branch;
  const ours = new Set([branch, ...(branch?.bunches ?? []).flatMap(({ branches }) => branches)]);
  const some = parts.filter((part) => ours.has(part.branch));
  if (!branch || isNarrow()) return;
  const [left, top] = ["left", "top"].map((side) => Math.min(...some.map((part) => part[side])) - 12);
  const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...some.map((part) => part[side])) + 12);
  const [width, height] = [box.clientWidth, box.clientHeight - 40];
  const scale = Math.max(0.5, Math.min(network.getScale(), width / (right - left), height / (bottom - top)));
  const { x, y } = network.getViewPosition();
  const [across, down] = [width / scale / 2, height / scale / 2];
  const position = {
    x: Math.min(Math.max(x, right - across), left + across),
    y: Math.min(Math.max(y, bottom - down), top + down),
  };
  network.moveTo({ position, scale, animation: calm.matches ? false : { duration: 250, easingFunction: "easeOutQuad" } });
}

function zoom(factor) {
  network.moveTo({ scale: within(network.getScale() * factor), animation: false });
}

function shift(across, down) {
  const { x, y } = network.getViewPosition();
  const step = 80 / network.getScale();
  network.moveTo({ position: { x: x + across * step, y: y + down * step }, animation: false });
}

const partAt = ({ x, y }) =>
  parts.find((part) => x >= part.left - 3 && x <= part.right + 3 && y >= part.top && y <= part.bottom);
const isKnob = (part, { x }) => part.knob != null && Math.abs(x - part.knob) < 10;
