// How kinds and groups look. A shape is an SVG path around (0, 0), about 2 wide and high, for the canvas and the legend
// alike. Colours are in page.css, where light and dark differ.

function polygon(corners, turn = 0, radius = 1, inner = radius) {
  const points = [];
  for (let i = 0; i < corners; i++) {
    const angle = 2 * Math.PI * (i / corners + turn) - Math.PI / 2;
    const reach = i % 2 ? inner : radius;
    points.push(`${(reach * Math.cos(angle)).toFixed(3)} ${(reach * Math.sin(angle)).toFixed(3)}`);
  }
  return `M${points.join("L")}Z`;
}

const SHAPES = {
  role: "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z",
  skill: "M-.86 -.86H.86V.86H-.86Z",
  tool: polygon(6, 1 / 12, 1.08),
  degree: "M0 -1.05L1.15 .9H-1.15Z",
  certification: polygon(10, 0, 1.25, 0.55),
  field: polygon(4, 0, 1.22),
  category: polygon(5, 0, 1.12),
  industry: "M-1.1 .95V-.1L-.4 -.6V-.1L.3 -.6V-.1L1.1 -.7V.95Z",
  group: "M-1.1 -.8H-.1L.15 -.5H1.1V.9H-1.1Z",
  collection: "M-1.1 -.95H-.15V-.15H1.1V.95H-.15V.15H-1.1Z",
  requirement: "M0 1.05L1.15 -.9H-1.15Z",
  rating: "M-1.1 .95V.2H-.5V-.4H.1V-1H1.1V.95Z",
  responsibility: "M-.4 -1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z",
  outlook: "M-1.1 -.75H.2L1.2 0L.2 .75H-1.1L-.5 0Z",
  tip: "M0 -1.25C.35 -.6 .95 -.25 .95 .3A.95 .95 0 1 1 -.95 .3C-.95 -.25 -.35 -.6 0 -1.25Z",
  posting: "M-.75 -1.05H.3L.75 -.6V1.05H-.75Z",
  source: "M-1.15 -.7Q-.55 -1 0 -.6Q.55 -1 1.15 -.7V.8Q.55 .5 0 .9Q-.55 .5 -1.15 .8Z",
};

// `fill` is how much of the kind's colour is inside, `border` how thick the line around is, in the kind's colour or in
// that of text; `ring` is the thickness of a second line around everything.
const PLAIN = { words: "", fill: 1, border: 0, ink: false, ring: 0 };
const GROUPS = {
  start: { words: "start", fill: 1, border: 1, ink: true, ring: 1.5 },
  goal: { words: "goal", fill: 1, border: 1, ink: true, ring: 4 },
  learn: { words: "to learn", fill: 1, border: 2, ink: true, ring: 0 },
  known: { words: "known already", fill: 0, border: 2.5, ink: false, ring: 0 },
  shared: { words: "shared", fill: 1, border: 2, ink: true, ring: 0 },
  own: { words: "only in one", fill: 0.25, border: 2, ink: false, ring: 0 },
};

const lookOf = (group) => (Object.hasOwn(GROUPS, group) ? GROUPS[group] : PLAIN);

const RING = 5; // from a node's shape to the middle of its ring

/** An element; strings among the children become text, and nothing is ever read as HTML. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function drawnElement(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The sign of a kind, or of a group, for the legend, the card and lists. */
function sign(kind, group = "") {
  const look = lookOf(group);
  const picture = drawnElement("svg", { viewBox: "-20 -20 40 40", class: "sign", "aria-hidden": "true" });
  const colour = kind ? `var(--${kind})` : "var(--muted)";
  const shape = drawnElement("path", { d: SHAPES[kind] ?? SHAPES.role, transform: "scale(11)" });
  shape.style.fill = colour;
  shape.style.fillOpacity = look.fill;
  shape.style.stroke = look.ink ? "var(--ink)" : colour;
  shape.style.strokeWidth = `${look.border * 1.3}px`;
  shape.style.vectorEffect = "non-scaling-stroke";
  picture.append(shape);
  if (look.ring) {
    const ring = drawnElement("circle", { r: 17 });
    ring.style.fill = "none";
    ring.style.stroke = "var(--ink)";
    ring.style.strokeWidth = `${look.ring}px`;
    picture.append(ring);
  }
  return picture;
}
