// What every page has: its data, elements that are made of texts, signs, the address, and what this browser remembers.

const at = (id) => document.getElementById(id);
const data = JSON.parse(at("data").textContent);
const say = (words) => { at("status").textContent = words; };
const counted = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

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

/** A name as searching compares it: no case, accents, or width. */
function folded(name) {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
}

function isWeb(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol) && /^https?:\/\//iu.test(url);
  } catch {
    return false;
  }
}

/** A source's title, as a link where its address is one of the web, and as text with its address where it is not. */
function sourceLine({ title, where, url }) {
  const words = title || url || "a source";
  const line = element("li");
  if (url && isWeb(url)) {
    line.append(element("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, words));
  } else {
    line.append(words);
    if (url && url !== words) line.append(" ", element("span", { className: "note" }, url));
  }
  if (where) line.append(" ", element("span", { className: "note" }, where));
  return line;
}

/** A name that every system takes as a file's: letters and digits of any script, and a few signs between them. */
function fileName(name, ending) {
  const safe = name.normalize("NFKC").replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-").replace(/^[-._]+|[-._]+$/gu, "");
  const short = [...safe].slice(0, 80).join("").replace(/[-._]+$/u, "");
  const isReserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(short);
  return `${isReserved ? "graph-" : ""}${short || "graph"}${ending}`;
}

// ---- signs ----

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

/** Marks of a level from 1 to 4, to stand beside its word. */
function levelMarks(level) {
  const bars = [1, 2, 3, 4].map((bar) => element("i", { className: bar <= level ? "full" : "" }));
  return element("span", { className: "level", "aria-hidden": "true" }, ...bars);
}

// ---- the address ----

let addressWaits = 0;

/** What the page's address holds, by name. */
const fromAddress = () => new URLSearchParams(location.hash.slice(1));

/** Writes the texts by name that a function gives into the page's address, once all has come to rest; no empty ones. */
function intoAddress(texts) {
  clearTimeout(addressWaits);
  addressWaits = setTimeout(() => {
    const words = new URLSearchParams(Object.entries(texts()).filter(([, text]) => text !== ""));
    try {
      history.replaceState(null, "", location.href.replace(/#.*$/su, "") + (String(words) && `#${words}`));
    } catch {
      // Some places that show a page, such as a preview, let no page change its address.
    }
  }, 150);
}

// ---- what this browser remembers ----

/** What was kept under a name, or nothing: some places that show a page have no storage. */
function remembered(name) {
  try {
    return JSON.parse(localStorage.getItem(`rolegraph ${name}`));
  } catch {
    return null;
  }
}

/** Keeps a value under a name; returns whether that was possible. */
function keep(name, value) {
  try {
    localStorage.setItem(`rolegraph ${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
