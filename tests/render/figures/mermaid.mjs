// Reads a list of Mermaid texts as JSON and writes what Mermaid's own parser finds in each: nodes and edges with their
// texts, as a browser would show them. The first argument is a folder where npm has installed mermaid and jsdom.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/"));
const { JSDOM } = require("jsdom");
globalThis.window = new JSDOM("<body></body>").window;
globalThis.document = window.document;
const { default: mermaid } = await import(
  pathToFileURL(process.argv[2] + "/node_modules/mermaid/dist/mermaid.core.mjs")
);
mermaid.initialize({ maxTextSize: 1e6, maxEdges: 5000 });

// Mermaid holds entities in signs of its own until a picture is done, and gives them to the browser then.
function shown(text) {
  const element = document.createElement("p");
  const signs = [[/ﬂ°°/g, "&#"], [/ﬂ°/g, "&"], [/¶ß/g, ";"], [/<br\s*\/?>/g, " "]];
  element.innerHTML = signs.reduce((changed, [from, to]) => changed.replace(from, to), text ?? "");
  if (element.children.length) throw new Error(`a label becomes elements: ${text}`);
  return element.textContent;
}

const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const nodes = [...db.getVertices().values()].map((node) => [node.id, shown(node.text), node.classes[0]]);
  found.push({ nodes, edges: db.getEdges().map((edge) => [edge.start, edge.end, shown(edge.text), edge.stroke]) });
}
console.log(JSON.stringify(found));
process.exit(0);
