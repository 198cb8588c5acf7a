// The card of the chosen node: facts, sources, and its neighbours.

function chooser(node) {
  const button = element("button", { type: "button", className: "link" }, sign(node.kind, node.group));
  button.append(element("span", { className: "name" }, numbered(node)));
  button.addEventListener("click", () => choose(node, { focus: true, centre: true }));
  return button;
}

function factLines(node) {
  const list = element("dl");
  for (const { term, texts } of node.facts) {
    list.append(element("dt", {}, term), ...texts.map((text) => element("dd", {}, text)));
  }
  return list;
}

function neighbourLists(node) {
  return relationsOf(node).map((group) => {
    const list = element("ul", { className: "neighbours" });
    for (const { node: other, note } of group.links) {
      const line = element("li", {}, chooser(other));
      if (note) line.append(element("span", { className: "note" }, note));
      list.append(line);
    }
    const heading = element("h4", {}, relationWords(group), " ", element("small", {}, String(group.links.length)));
    return element("div", {}, heading, list);
  });
}

function fillCard(node) {
  const card = at("card");
  card.scrollTop = 0;
  if (!node) {
    const hint = nodes.length
      ? "Choose a node in the graph, by its name, or in the table below to see what is known about it."
      : "There is nothing to show.";
    card.replaceChildren(element("p", { className: "hint" }, hint));
    return;
  }
  const words = [node.kind, lookOf(node.group).words || node.group].filter(Boolean).join(", ");
  const close = element("button", { type: "button", className: "close", title: "Close (Escape)" }, "×");
  close.setAttribute("aria-label", "Close the card");
  close.addEventListener("click", reset);
  const heading = element("h2", { id: "chosen", tabIndex: -1 }, numbered(node));
  const head = element("div", { className: "head" }, sign(node.kind, node.group), heading, close);
  card.replaceChildren(head, element("p", { className: "kind" }, words));
  if (node.names.length) {
    card.append(element("p", { className: "names" }, "Also called ", node.names.join("; ")));
  }
  if (node.facts.length) card.append(factLines(node));
  if (node.sources.length) {
    card.append(element("h3", {}, "Sources"), element("ul", { className: "sources" }, ...node.sources.map(sourceLine)));
  }
  if (node.edges.length) card.append(element("h3", {}, "Connections"), ...neighbourLists(node));
}
