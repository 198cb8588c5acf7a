// The scene, and what of it is shown and chosen at the moment.

const scene = data;

const nodes = scene.nodes.map((given, index) => ({
  names: [],
  group: "",
  ...given,
  index,
  label: given.label || given.id || "(no label)",
  edges: [],
}));
const nodeOf = new Map(nodes.map((node) => [node.id, node]));
const edges = scene.edges
  .filter((given) => nodeOf.has(given.start) && nodeOf.has(given.end))
  .map((given, index) => ({ ...given, index, start: nodeOf.get(given.start), end: nodeOf.get(given.end) }));
for (const edge of edges) {
  edge.start.edges.push(edge);
  if (edge.end !== edge.start) edge.end.edges.push(edge);
}

const state = {
  chosen: null, // a node
  near: new Set(), // the chosen node and its neighbours
  hidden: new Set(), // kinds
  whole: true, // whether the view still is the whole graph
  origin: null, // what had the focus before a node was chosen
};

const isShown = (node) => !state.hidden.has(node.kind);
const isLit = (node) => !state.chosen || state.near.has(node);
const isEdgeShown = (edge) => isShown(edge.start) && isShown(edge.end);
const isEdgeLit = (edge) => !state.chosen || edge.start === state.chosen || edge.end === state.chosen;
const otherEnd = (edge, node) => (edge.start === node ? edge.end : edge.start);
const numbered = (node) => (node.step ? `${node.step}\u2002${node.label}` : node.label);

/** A node's edges by relation and direction: [{relation, out, links: [{node, note}]}], the answer's own edges first. */
function relationsOf(node) {
  const groups = new Map();
  const sorted = [...node.edges].sort((one, other) => Boolean(other.strong) - Boolean(one.strong));
  for (const edge of sorted) {
    const out = edge.start === node;
    const key = `${out} ${edge.relation}`;
    if (!groups.has(key)) groups.set(key, { relation: edge.relation ?? "", out, links: [] });
    groups.get(key).links.push({ node: otherEnd(edge, node), note: edge.note ?? "" });
  }
  return [...groups.values()];
}

/** What a relation's list is headed with; read aloud, it says which end the node is. */
const relationWords = ({ relation, out }) => (out ? `${relation || "related"} →` : `${relation || "related"} → this`);

/** How much there is, in words. */
const size = () => `${counted(nodes.length, "node")} and ${counted(edges.length, "edge")}`;


