// Draws the map: regions, lines, dots and labels; labels never cover each other, and there are more the closer one is.

const REACH = 20; // of a region around a dot, in the map's units
const FAR = 5 * REACH; // no region bridges more
const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
const LABEL = 12.5; // pixels
const LINE = 1.2;
const SQUARE = 32; // pixels
const FARTHEST = 110; // pixels, of the name of a cluster from the middle of its roles
const WIDEST = 170; // pixels of a cluster's name in a line

const context = canvas.getContext("2d");
let regions = [];
let colours = {};
let written = []; // labels as they were drawn last: {node or cluster, box: [left, top, right, bottom]}
let drawing = 0;

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "muted", "edge", "accent", ...data.kinds.map(({ colour }) => colour)];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

function makeRegions() {
  regions = clusters.map(() => new Path2D());
  for (const node of nodes) {
    const [x, y] = node.at;
    regions[node.cluster].moveTo(x, y);
    regions[node.cluster].lineTo(x + 0.01, y);
  }
  for (const [one, other] of data.ties) {
    const [from, to] = [nodes[one], nodes[other]];
    if (from.cluster !== to.cluster || Math.hypot(from.x - to.x, from.y - to.y) > FAR) continue;
    regions[from.cluster].moveTo(...from.at);
    regions[from.cluster].lineTo(...to.at);
  }
}

const redraw = () => {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
};

function sizeCanvas() {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width() * ratio);
  canvas.height = Math.round(height() * ratio);
}

/** Draws in pixels of the page, or in units of the map. */
function inPixels() {
  const ratio = canvas.width / width();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function inUnits() {
  const ratio = canvas.width / width();
  const scale = ratio * view.scale;
  context.setTransform(scale, 0, 0, scale, (ratio * width()) / 2 - view.x * scale, (ratio * height()) / 2 - view.y * scale);
}

function draw() {
  inPixels();
  context.globalAlpha = 1;
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, width(), height());
  inUnits();
  drawRegions();
  inPixels();
  drawTies();
  drawDots();
  writeLabels();
}

function drawRegions() {
  context.lineCap = "round";
  context.lineJoin = "round";
  context.lineWidth = 2 * REACH;
  for (const { index, kind } of clusters) {
    const isDim = state.chosen || (state.cluster && state.cluster.index !== index);
    context.globalAlpha = isDim ? 0.06 : 0.16;
    context.strokeStyle = colours[kind];
    context.stroke(regions[index]);
  }
}

function drawTies() {
  context.globalAlpha = state.lit ? 0.12 : 0.55;
  context.strokeStyle = colours.edge;
  context.lineWidth = 0.8;
  context.beginPath();
  for (const [one, other] of data.ties) {
    context.moveTo(...onScreen(nodes[one]));
    context.lineTo(...onScreen(nodes[other]));
  }
  context.stroke();
  if (!state.chosen) return;
  context.globalAlpha = 0.9;
  context.strokeStyle = colours.accent;
  for (const { to, score } of state.chosen.links) {
    if (!nodes[to]) continue;
    context.lineWidth = 0.6 + 2.4 * Number(score) ** 2;
    context.beginPath();
    context.moveTo(...onScreen(state.chosen));
    context.lineTo(...onScreen(nodes[to]));
    context.stroke();
  }
}

/** The radius of a dot in pixels: larger for roles that many others are near to, and the closer one looks. */
function radiusOf(node) {
  const base = Math.min(Math.max(0.16 * 40 * view.least, 2.2), 6.5);
  const grown = Math.min(Math.max(view.scale / view.least, 1) ** 0.5, 2.2);
  return base * (0.7 + 0.6 * Math.sqrt(node.near / most)) * Math.min(grown, 9 / base);
}

function drawDots() {
  const last = [state.hover, state.chosen].filter(Boolean);
  for (const node of [...nodes, ...last]) {
    const [x, y] = onScreen(node);
    if (x < -20 || y < -20 || x > width() + 20 || y > height() + 20) continue;
    const radius = radiusOf(node);
    context.globalAlpha = isLit(node) ? 1 : 0.22;
    context.fillStyle = colours[clusters[node.cluster].kind];
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = colours.paper;
    context.stroke();
    if (node !== state.chosen && node !== state.hover) continue;
    context.globalAlpha = 1;
    context.lineWidth = 2.5;
    context.strokeStyle = colours.accent;
    context.beginPath();
    context.arc(x, y, radius + 3.5, 0, 2 * Math.PI);
    context.stroke();
  }
}

// ---- labels ----

/** A line that is too wide, as when a word is, as far as it fits. */
function shortened(line, most) {
  if (context.measureText(line).width <= most) return line;
  const letters = [...line];
  let count = Math.min(letters.length, 200);
  while (count > 1 && context.measureText(`${letters.slice(0, count).join("")}…`).width > most) count -= 1;
  return `${letters.slice(0, count).join("")}…`;
}

function wrapped(text, most, lines) {
  const found = [];
  for (const word of text.split(/[^\S\u00a0\u2002]+/u)) {
    const last = found.length - 1;
    if (found.length && context.measureText(`${found[last]} ${word}`).width <= most) found[last] += ` ${word}`;
    else found.push(word);
  }
  const kept = found.length > lines ? [...found.slice(0, lines - 1), `${found[lines - 1]}…`] : found;
  return kept.map((line) => shortened(line, most));
}

const isFree = ([left, top, right, bottom], taken) =>
  !taken.some(([l, t, r, b]) => left < r && right > l && top < b && bottom > t);

const isSeen = ([left, top, right, bottom]) => left > 2 && top > 2 && right < width() - 2 && bottom < height() - 2;

/** Writes lines in a box, on a ground that sets them apart from what is below. */
function write({ lines, size, weight, colour, alpha }, [left, top, right]) {
  context.font = `${weight} ${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.globalAlpha = alpha;
  lines.forEach((line, number) => {
    const place = [(left + right) / 2, top + (number + 0.5) * size * LINE + 1];
    context.lineWidth = 4;
    context.strokeStyle = colours.paper;
    context.strokeText(line, ...place);
    context.fillStyle = colour;
    context.fillText(line, ...place);
  });
}

const sizes = new Map(); // what measuring has found out

/** A text in lines that fit; the parts of a name between " · " begin lines of their own. */
function sized(text, size, weight, most, count) {
  const rounded = Math.round(size * 2) / 2;
  const key = `${rounded} ${weight} ${most} ${count} ${text}`;
  const known = sizes.get(key);
  if (known) return known;
  context.font = `${weight} ${rounded}px ${FONT}`;
  const lines = text.split(/(?= · )/u).flatMap((part) => wrapped(part.trim().replace("· ", "·\u00a0"), most, count));
  const wide = Math.max(...lines.map((line) => context.measureText(line).width));
  const found = { lines, size: rounded, weight, wide, tall: lines.length * rounded * LINE };
  sizes.set(key, found);
  return found;
}

function* beside([x, y], { wide, tall }, away) {
  yield [x + away, y - tall / 2, x + away + wide, y + tall / 2];
  yield [x - away - wide, y - tall / 2, x - away, y + tall / 2];
  yield [x - wide / 2, y + away, x + wide / 2, y + away + tall];
  yield [x - wide / 2, y - away - tall, x + wide / 2, y - away];
}

/** Where a neighbour of the chosen role may have its name, if not beside it. */
function* farther(place, size, away) {
  yield* beside(place, size, away);
  const { wide, tall } = size;
  for (const step of [1, 2, 3]) {
    for (const [dx, dy] of [[1, -1], [1, 1], [-1, -1], [-1, 1]]) {
      const [x, y] = [place[0] + dx * (wide / 2 + away), place[1] + dy * step * tall * 0.9];
      yield [x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2];
    }
  }
}

const AROUND = [-3, -2, -1, 0, 1, 2, 3].flatMap((dy) => [-1, -0.5, 0, 0.5, 1].map((dx) => [dx, dy * 0.7]));

function around([x, y], { wide, tall }) {
  return AROUND.map(([dx, dy]) => {
    const [across, down] = [x + dx * wide, y + dy * tall];
    const far = Math.hypot(across - x, down - y);
    return { far, box: [across - wide / 2, down - tall / 2, across + wide / 2, down + tall / 2] };
  });
}

/** Where dots are, by squares of the screen, to be counted quickly. */
class Dots {
  constructor() {
    this.squares = new Map();
    this.count = 0;
    for (const node of nodes) {
      if (!isLit(node)) continue;
      const [x, y] = onScreen(node);
      if (x < 0 || y < 0 || x > width() || y > height()) continue;
      const key = this.key(x, y);
      if (!this.squares.has(key)) this.squares.set(key, []);
      this.squares.get(key).push([x, y]);
      this.count += 1;
    }
  }

  key(x, y) {
    return Math.floor(x / SQUARE) * 1000 + Math.floor(y / SQUARE);
  }

  within([left, top, right, bottom]) {
    let count = 0;
    for (let x = left; x < right + SQUARE; x += SQUARE) {
      for (let y = top; y < bottom + SQUARE; y += SQUARE) {
        for (const [across, down] of this.squares.get(this.key(x, y)) ?? []) {
          if (across > left && across < right && down > top && down < bottom) count += 1;
        }
      }
    }
    return count;
  }
}

/** Places labels one after the other, the most wanted first; none covers another, and few cover dots. */
class Labels {
  constructor() {
    this.taken = [];
    this.dots = new Dots();
    this.most = this.dots.count > 150 ? 2 : 0;
  }

  put(what, label, place, look) {
    this.taken.push(place);
    written.push({ ...what, box: place });
    write({ ...label, ...look }, place);
  }

  role(node, { weight = 400, must = false, before = "" } = {}) {
    const label = sized(before + node.label, LABEL, weight, weight > 400 ? 260 : 150, 3);
    const away = radiusOf(node) + 4;
    const seen = [...(must ? farther : beside)(onScreen(node), label, away)].filter(isSeen);
    const free = seen.filter((one) => isFree(one, this.taken));
    const place = free.find((one) => this.dots.within(one) <= this.most) ?? (must ? free[0] : undefined);
    if (place) this.put({ node }, label, place, { colour: colours.ink, alpha: 1 });
    return Boolean(place);
  }

  /** A neighbour with its number; where its name has no room, the number alone. */
  neighbour(node, number) {
    if (this.role(node, { must: true, before: `${number}\u2002` })) return;
    this.role({ ...node, label: "" }, { must: true, before: `${number}` });
  }

  cluster(cluster, closeness) {
    const isDim = state.chosen || (state.cluster && state.cluster !== cluster);
    const share = Math.sqrt(cluster.members.length / nodes.length);
    const size = isDim ? 12 : Math.min(12 + 9 * share + 2 * Math.min(closeness - 1, 1), 20);
    const label = sized(cluster.name, size, 700, WIDEST, 2);
    let best = null;
    for (const { far, box: place } of around(middle(cluster), label)) {
      if (far > FARTHEST || !isSeen(place) || !isFree(place, this.taken)) continue;
      const cost = far / (this.most ? 20 : 40) + (state.chosen ? 0 : this.dots.within(place) / (this.most + 1));
      if (!best || cost < best.cost) best = { cost, place };
    }
    if (best) this.put({ cluster }, label, best.place, { colour: colours[cluster.kind], alpha: isDim ? 0.6 : 1 });
  }
}

function writeLabels() {
  written = [];
  const labels = new Labels();
  if (state.chosen) {
    for (const node of state.lit) labels.taken.push(dotBox(node));
    labels.role(state.chosen, { weight: 700, must: true });
    state.chosen.links.forEach(({ to }, index) => {
      if (nodes[to]) labels.neighbour(nodes[to], index + 1);
    });
  }
  if (state.hover && state.hover !== state.chosen) labels.role(state.hover, { weight: 600, must: true });
  const closeness = view.scale / view.least;
  if (clusters.length > 1 && closeness < 5) for (const cluster of clusters) labels.cluster(cluster, closeness);
  if (state.chosen) return;
  const allowed = nodes.length <= 120 ? nodes.length : Math.round(36 * closeness ** 1.5);
  const first = written.length;
  for (const node of byWeight) {
    if (written.length - first >= allowed) break;
    if (!isLit(node)) continue;
    const [x, y] = onScreen(node);
    if (x > 0 && y > 0 && x < width() && y < height()) labels.role(node);
  }
}

const byWeight = [...nodes].sort((one, other) => other.near - one.near || one.index - other.index);

function dotBox(node) {
  const [x, y] = onScreen(node);
  const radius = radiusOf(node);
  return [x - radius, y - radius, x + radius, y + radius];
}

/** Where most of a cluster is: the middle of its roles, each way. */
function middle(cluster) {
  const half = (axis) => {
    const values = cluster.members.map((place) => nodes[place].at[axis]).sort((a, b) => a - b);
    return values[values.length >> 1];
  };
  return onScreen({ at: [half(0), half(1)] });
}
