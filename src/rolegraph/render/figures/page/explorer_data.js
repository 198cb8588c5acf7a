// The graph: its nodes, their neighbours by relation, and what the page shows of it at the moment.

let nodes = [];
let nodeOf = new Map();
let near = { offsets: [], relations: [], others: [], levels: [] }; // the edges of all nodes, those of each together

const LEVELS = ["", "familiar", "working", "proficient", "expert"];
const [OF_FEW, OF_MANY, MOST_DRAWN, FEW_GROUPS] = [12, 8, 150, 4];
const pluralOf = Object.fromEntries(data.kinds.map(({ kind, plural }) => [kind, plural]));
const isSymmetric = data.relations.map(({ forward, backward }) => forward === backward);
const numbered = (node) => node.label;

/** What was packed: base64 of JSON, compressed by raw deflate. */
async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

function readNodes(graph) {
  let index = 0;
  for (const [kind, count] of graph.kinds) {
    for (const end = index + count; index < end; index += 1) {
      nodes.push({
        index, kind, group: "", id: graph.ids[index], label: graph.labels[index] || graph.ids[index] || "(no label)",
        names: graph.names[index], definition: graph.definitions[index], code: graph.codes[index],
        hours: graph.hours[index], sources: graph.origins[index].map((number) => graph.sources[number]),
      });
    }
  }
  nodeOf = new Map(nodes.map((node) => [node.id, node]));
}

/** Reads the edges, first how many each node has and then which; `relations` are 2 × number, + 1 from the other end. */
function readEdges(columns) {
  const counts = new Int32Array(nodes.length + 1);
  const edges = columns.map(([steps, ends, levels]) => {
    let start = 0;
    const starts = Int32Array.from(steps, (step) => (start += step));
    starts.forEach((from, place) => { counts[from] += 1; counts[ends[place]] += 1; });
    return { starts, ends, levels };
  });
  const offsets = new Int32Array(nodes.length + 1);
  for (let index = 0; index < nodes.length; index += 1) offsets[index + 1] = offsets[index] + counts[index];
  const next = offsets.slice();
  const total = offsets[nodes.length];
  near = { offsets, relations: new Uint16Array(total), others: new Int32Array(total), levels: new Uint8Array(total), edges };
  const put = (node, relation, other, level) => {
    near.relations[next[node]] = relation;
    near.others[next[node]] = other;
    near.levels[next[node]] = level;
    next[node] += 1;
  };
  edges.forEach(({ starts, ends, levels }, number) => {
    starts.forEach((start, place) => {
      put(start, 2 * number, ends[place], levels[place] ?? 0);
      put(ends[place], 2 * number + (isSymmetric[number] ? 0 : 1), start, levels[place] ?? 0);
    });
  });
}

const degreeOf = (node) => near.offsets[node.index + 1] - near.offsets[node.index];

/** The relations of a node: [{key, words, members: [{node, level}]}], the highest level and most connected first. */
function groupsOf(node) {
  if (node.groups) return node.groups;
  const found = new Map();
  for (let place = near.offsets[node.index]; place < near.offsets[node.index + 1]; place += 1) {
    const relation = near.relations[place];
    if (!found.has(relation)) found.set(relation, []);
    found.get(relation).push({ node: nodes[near.others[place]], level: near.levels[place] });
  }
  const order = (key) => [key % 2, key];
  const keys = [...found.keys()].sort((one, other) => order(one)[0] - order(other)[0] || one - other);
  node.groups = keys.map((key) => {
    const members = found.get(key).sort((one, other) => other.level - one.level || one.node.index - other.node.index);
    const { forward, backward } = data.relations[key >> 1];
    return { key, words: key % 2 ? backward : forward, members };
  });
  return node.groups;
}

/** How many of each of its groups are drawn when a node is opened. */
function opening(node, most = MOST_DRAWN) {
  const groups = groupsOf(node);
  const few = Math.min(most, groups.length > FEW_GROUPS ? OF_MANY : OF_FEW);
  return new Map(groups.map(({ key, members }) => [key, Math.min(few, members.length)]));
}

/** What the page shows: kinds, the nodes of one, examples of a relation, or a node with what is opened around it. */
let view = { what: "kinds" };

// ---- the address ----

/** What is opened, by the numbers of nodes: "3:0=8,2=8;17:1=4". */
function openedWords(opened) {
  return [...opened].map(([index, shown]) => `${index}:${[...shown].map(([key, count]) => `${key}=${count}`)}`).join(";");
}

function readOpened(words) {
  const opened = new Map();
  for (const one of words.split(";").slice(0, MOST_DRAWN)) {
    const [index, shown] = one.split(":");
    const counts = (shown ?? "").split(",").map((pair) => pair.split("=").map(Number));
    if (!nodes[index]) continue;
    opened.set(Number(index), new Map(counts.filter(([key, count]) => key >= 0 && count >= 0)));
  }
  return opened;
}

function address() {
  const { what, find = "" } = view;
  if (what === "kind") return { kind: view.kind, within: find };
  if (what === "tie") return { tie: [view.relation, view.start, view.end].join("."), within: find };
  if (what !== "node") return {};
  const chosen = view.chosen === view.root ? "" : view.chosen.id;
  return { node: view.root.id, chosen, open: openedWords(view.opened) };
}

/** The view that an address asks for; what it names and the graph does not have is passed over. */
function viewAt(words) {
  const root = nodeOf.get(words.get("node"));
  if (root) {
    const opened = readOpened(words.get("open") ?? "");
    if (!opened.has(root.index)) opened.set(root.index, opening(root));
    return { what: "node", root, chosen: nodeOf.get(words.get("chosen")) ?? root, opened };
  }
  const find = words.get("within") ?? "";
  if (Object.hasOwn(pluralOf, words.get("kind") ?? "")) return { what: "kind", kind: words.get("kind"), find };
  const [relation, start, end] = (words.get("tie") ?? "").split(".");
  if (near.edges[relation] && Object.hasOwn(pluralOf, start) && Object.hasOwn(pluralOf, end)) {
    return { what: "tie", relation: Number(relation), start, end, find };
  }
  return { what: "kinds" };
}
