// What is on the map, what of it is chosen, and the part of it that is in view.

const CLOSEST = 16; // times as large as the whole map
const FRAME = { x: 130, y: 50 }; // pixels that are left free around what is brought into view, for names
const EDGE = { x: 48, y: 34 }; // the same around the whole map
const PLAIN_NODE = { kind: "role", group: "" };

const clusters = data.clusters.map((cluster, index) => ({ ...cluster, index, kind: data.kinds[cluster.colour].colour }));
const nodes = data.roles.map((role, index) => ({ ...PLAIN_NODE, ...role, index, label: role.label || role.id || "(no label)", sort: clusters[role.cluster].name }));
const numbered = (node) => node.label;
const nodeOf = new Map(nodes.map((node) => [node.id, node]));
const most = Math.max(1, ...nodes.map(({ near }) => near));

const state = { chosen: null, cluster: null, lit: null, hover: null, origin: null };
const view = { x: 0, y: 0, scale: 1, least: 1, whole: true, framed: true, flipped: false };

const box = at("map");
const canvas = at("drawing");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The neighbours of a role that are on the map, in their order. */
const neighboursOf = (node) => node.links.map(({ to }) => nodes[to]).filter(Boolean);

const isLit = (node) => !state.lit || state.lit.has(node);

// ---- the view ----

const width = () => canvas.clientWidth || 1;
const height = () => canvas.clientHeight || 1;
const onScreen = ({ at: [x, y] }) => [(x - view.x) * view.scale + width() / 2, (y - view.y) * view.scale + height() / 2];
const within = (scale) => Math.min(Math.max(scale, view.least * 0.6), view.least * CLOSEST);

/** The map lies on its side where the screen is higher than wide. */
function turn() {
  view.flipped = height() > 1.1 * width();
  for (const node of nodes) node.at = view.flipped ? [node.y, node.x] : [node.x, node.y];
  makeRegions();
}

function bounds(some) {
  const [xs, ys] = [some.map(({ at: [x] }) => x), some.map(({ at: [, y] }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The view in which some nodes fill the screen, as far as they may. */
function fitting(some, most = CLOSEST, frame = FRAME) {
  if (!some.length) return { x: 0, y: 0, scale: 1 };
  const [left, top, right, bottom] = bounds(some);
  const free = { x: Math.min(frame.x, width() * 0.16), y: frame.y };
  const scale = Math.min((width() - 2 * free.x) / (right - left || 1), (height() - 2 * free.y) / (bottom - top || 1));
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, most * view.least) };
}

function measureWhole() {
  view.least = 4; // of few roles, letters of usual size
  view.least = Math.min(4, fitting(nodes, 1, EDGE).scale);
}

function showWhole({ animate = true } = {}) {
  measureWhole();
  move(fitting(nodes, 1, EDGE), { animate });
  view.whole = true;
  view.framed = true;
}

let moving = 0;

function move(target, { animate = true } = {}) {
  cancelAnimationFrame(moving);
  view.whole = false;
  const [from, to] = [{ x: view.x, y: view.y, scale: view.scale }, { ...from_(view), ...target }];
  to.scale = within(to.scale);
  if (!animate || calm.matches) {
    Object.assign(view, to);
    redraw();
    return;
  }
  const start = performance.now();
  const step = (now) => {
    const part = Math.min(1, Math.max(0, (now - start) / 350));
    const eased = part * part * (3 - 2 * part);
    const scale = from.scale * (to.scale / from.scale) ** eased;
    // The way is measured on the screen, so that what comes into view does so evenly.
    const way = from.scale === to.scale ? eased : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
    view.x = from.x + (to.x - from.x) * way;
    view.y = from.y + (to.y - from.y) * way;
    view.scale = scale;
    draw();
    if (part < 1) moving = requestAnimationFrame(step);
  };
  moving = requestAnimationFrame(step);
}

const from_ = ({ x, y, scale }) => ({ x, y, scale });

/** Zooms so that what is at a place of the screen stays there. */
function zoom(factor, place = [width() / 2, height() / 2], options = { animate: false }) {
  const scale = within(view.scale * factor);
  const [dx, dy] = [place[0] - width() / 2, place[1] - height() / 2];
  move({ x: view.x + dx / view.scale - dx / scale, y: view.y + dy / view.scale - dy / scale, scale }, options);
  view.framed = false;
}

function shift(dx, dy) {
  move({ x: view.x - dx / view.scale, y: view.y - dy / view.scale }, { animate: false });
  view.framed = false;
}

/** The node nearest to a place of the screen, if it is near enough to be meant. */
function nodeAt([x, y], reach = 14) {
  let best = null;
  let least = reach;
  for (const node of nodes) {
    const [across, down] = onScreen(node);
    const distance = Math.hypot(across - x, down - y);
    if (distance < least) [best, least] = [node, distance];
  }
  return best ?? written.find(({ node, box: [l, t, r, b] }) => node && x > l && x < r && y > t && y < b)?.node ?? null;
}

const clusterAt = ([x, y]) =>
  written.find(({ cluster, box: [l, t, r, b] }) => cluster && x > l && x < r && y > t && y < b)?.cluster ?? null;
