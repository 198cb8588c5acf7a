// The labels of nodes and, around the chosen one, of edges. They are written here rather than by vis-network, so that
// they stay readable at every zoom and never cover each other.

const LABEL = 14; // the size of a label's letters, in the scene's units
const LEAST = 12; // and on the screen, in pixels
const MOST = 19;
const LINE = 1.2;
const RELATIONS_MOST = 12; // more words on the edges of one node only hide them
const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
const ruler = document.createElement("canvas").getContext("2d");

let growth = 1; // how many times larger nodes may be drawn where the view is far away
let written = []; // where labels were drawn last: [{node, left, top, right, bottom}]

/** How many times larger than in the scene nodes are drawn at a zoom, so that they do not shrink to dots. */
const swell = (scale) => Math.min(Math.max(1, 0.5 / scale), growth);
const radiusOf = (node) => node.radius * swell(network.getScale());

/** A text in lines of at most `width`; what does not fit into `count` lines ends in an ellipsis. */
function wrap(text, width, count) {
  ruler.font = `${LABEL}px ${FONT}`;
  const fits = (line) => ruler.measureText(line).width <= width;
  if (!/[^\S\u2002 ]/u.test(text) && fits(text)) return [text];
  const lines = [];
  let line = "";
  // A label is not broken at the space behind a step's number.
  for (let word of text.split(/[^\S\u2002]+/u).filter(Boolean)) {
    if (line && fits(`${line} ${word}`)) {
      line += ` ${word}`;
      continue;
    }
    if (line) lines.push(line);
    while (!fits(word) && word.length > 1) {
      const letters = [...word];
      let end = letters.length - 1;
      while (end > 1 && !fits(letters.slice(0, end).join(""))) end--;
      lines.push(letters.slice(0, end).join(""));
      word = letters.slice(end).join("");
    }
    line = word;
  }
  if (line) lines.push(line);
  if (lines.length <= count) return lines;
  let last = [...lines[count - 1]];
  while (last.length > 1 && !fits(`${last.join("")}…`)) last.pop();
  return [...lines.slice(0, count - 1), `${last.join("").trimEnd()}…`];
}

/** Gives every label the lines that there is room for around its node, and one line for where there is less. */
function breakLabels() {
  let nearest = Infinity;
  for (const node of nodes) {
    let side = 500;
    let below = 90;
    for (const other of nodes) {
      const across = Math.abs(other.x - node.x);
      const down = other.y - node.y;
      if (across || down) nearest = Math.min(nearest, Math.hypot(across, down) / (node.radius + other.radius));
      if (Math.abs(down) < 24 && across > 0) side = Math.min(side, across);
      if (down >= 24 && across < 100) below = Math.min(below, down - other.radius);
    }
    const count = Math.max(1, Math.min(4, Math.floor((below - node.radius - 6) / (LABEL * LINE))));
    const [narrow, broad] = [240, 480].map((most) => Math.max(80, Math.min(most, side - 12)));
    const lines = wrap(numbered(node), narrow, 99);
    node.forms = [lines.length > count ? wrap(numbered(node), broad, count) : lines];
    if (node.forms[0].length > 1) node.forms.push(wrap(numbered(node), 240, 1));
    node.widths = node.forms.map((form) => Math.max(...form.map((line) => ruler.measureText(line).width), 1));
  }
  growth = Math.max(1, 0.7 * nearest);
}

/** How large letters are at a zoom, in the scene's units. */
const letter = (scale) => Math.min(Math.max(LABEL * scale, LEAST), MOST) / scale;

/** Where a label may stand: below its node, else right, left or above; then the same in one line. */
function* placesFor(node, scale, view) {
  const size = letter(scale);
  const hasRing = lookOf(node.group).ring || node === state.chosen;
  const reach = node.radius * swell(scale) + (hasRing ? RING + 4 : 0);
  const gap = 4 / Math.max(scale, 0.5);
  for (const [form, lines] of node.forms.entries()) {
    const width = (node.widths[form] * size) / LABEL + 4 / scale;
    const height = lines.length * size * LINE;
    // A label at the edge of the view moves inside it, as long as its node is in view.
    const middle = Math.max(view.left, Math.min(node.x - width / 2, view.right - width));
    const corners = [
      [middle, node.y + reach + gap],
      [node.x + reach + gap, node.y - height / 2],
      [node.x - reach - gap - width, node.y - height / 2],
      [middle, node.y - reach - gap - height],
    ];
    for (const [left, top] of corners) yield { node, lines, left, top, right: left + width, bottom: top + height };
  }
}

const touches = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** What is taken: boxes in bands of a height, so that few have to be looked at. */
class Taken {
  constructor(height) {
    this.height = height;
    this.bands = new Map();
  }

  *bandsOf({ top, bottom }) {
    for (let band = Math.floor(top / this.height); band <= Math.floor(bottom / this.height); band++) yield band;
  }

  add(place) {
    for (const band of this.bandsOf(place)) {
      if (!this.bands.has(band)) this.bands.set(band, []);
      this.bands.get(band).push(place);
    }
  }

  /** Whether anything that counts touches a place. */
  has(place, counts = () => true) {
    for (const band of this.bandsOf(place)) {
      if (this.bands.get(band)?.some((other) => touches(place, other) && counts(other))) return true;
    }
    return false;
  }
}

const isInside = (one, other) =>
  one.left >= other.left && one.right <= other.right && one.top >= other.top && one.bottom <= other.bottom;

/** What a label must leave free around a node; most shapes do not fill their corners. */
function shapeBox(node) {
  const { x, y } = node;
  const radius = 0.85 * radiusOf(node);
  return { node, left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/** Writes lines into their place, on ground that lets little of the edges behind through. */
function writeLines(context, { lines, left, top, right, bottom }, size, colour) {
  context.globalAlpha = 0.86;
  context.fillStyle = colours.paper;
  context.fillRect(left, top, right - left, bottom - top);
  context.globalAlpha = 1;
  context.font = `${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  lines.forEach((line, row) => context.fillText(line, (left + right) / 2, top + (row + 0.53) * size * LINE));
}

/** What labels are drawn for first: the chosen node, its neighbours, then what matters to the answer. */
function urgency(node) {
  const sure = node === state.chosen ? 8 : state.chosen && state.near.has(node) ? 4 : 0;
  const ends = node.group === "start" || node.group === "goal" ? 2 : 0;
  return sure + ends + (node.step ? 1 : 0) + (node.radius - 8) / 100;
}

function writeLabels(context) {
  const scale = network.getScale();
  const view = inView();
  const size = letter(scale);
  const shown = nodes.filter((node) => isShown(node) && isLit(node));
  const shapes = new Taken(3 * size);
  const labels = new Taken(3 * size);
  for (const shape of shown.map(shapeBox)) if (touches(shape, view)) shapes.add(shape);
  const wanted = shown.filter(({ x, y }) => x > view.left && x < view.right && y > view.top && y < view.bottom);
  wanted.sort((one, other) => urgency(other) - urgency(one) || one.index - other.index);
  written = [];
  // From far away, a label of a large node may cover small ones: better some names than none.
  const isFree = (place, node, isFar) =>
    !labels.has(place) && !shapes.has(place, (shape) => shape.node !== node && !(isFar && outweighs(node, shape.node)));
  const write = (place, letters, colour) => {
    labels.add(place);
    written.push(place);
    writeLines(context, place, letters, colour);
  };
  for (const node of wanted) {
    const places = [...placesFor(node, scale, view)].filter((place) => isInside(place, view));
    const place =
      places.find((one) => isFree(one, node, false)) ??
      (scale < 0.5 ? places.find((one) => one.lines.length === 1 && isFree(one, node, true)) : undefined) ??
      (node === state.chosen ? places[0] : undefined);
    if (place) write(place, size, colours.ink);
  }
  if (!state.chosen) return;
  const small = Math.min(Math.max(11 * scale, 11), 14) / scale;
  for (const place of relationPlaces(context, small, (one) => isFree(one, null, false))) {
    write(place, small, colours.accent);
  }
}

const outweighs = (node, other) => node.radius > 1.3 * other.radius;

/** Where the relations of the chosen node stand on its edges: each at the first of some places that is free. */
function* relationPlaces(context, size, isFree) {
  const words = new Map();
  for (const edge of state.chosen.edges.filter(isEdgeShown)) {
    const other = otherEnd(edge, state.chosen);
    if (!edge.relation || other === state.chosen) continue;
    words.set(other, (words.get(other) ?? new Set()).add(edge.relation));
  }
  if (words.size > RELATIONS_MOST) return;
  context.font = `${size}px ${FONT}`;
  for (const [other, relations] of words) {
    const lines = [[...relations].join(" · ")];
    const half = context.measureText(lines[0]).width / 2 + size / 5;
    const places = [0.5, 0.62, 0.38, 0.74].map((part) => {
      const x = state.chosen.x + part * (other.x - state.chosen.x);
      const y = state.chosen.y + part * (other.y - state.chosen.y);
      const [top, bottom] = [y - (size * LINE) / 2, y + (size * LINE) / 2];
      return { node: other, lines, left: x - half, right: x + half, top, bottom };
    });
    const place = places.find(isFree);
    if (place) yield place;
  }
}
