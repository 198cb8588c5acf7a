// The same content as a table, for those who do not see the drawing and for reading on.

const COLUMNS = ["Step", "Name", "Kind", "Group", "Connections"];

function connections(node) {
  const parts = relationsOf(node).map((group) => {
    const names = group.links.map(({ node: other }) => other.label).join("; ");
    return group.out ? `${group.relation || "related"} → ${names}` : `${names} ${group.relation || "related"} → this`;
  });
  return element("ul", {}, ...parts.map((part) => element("li", {}, part)));
}

function row(node) {
  const button = element("button", { type: "button", className: "link" }, element("span", {}, node.label));
  button.addEventListener("click", () => choose(node, { focus: true, centre: true }));
  // The roles are said, since on narrow screens the style takes rows and cells apart.
  const cell = (...content) => element("td", { role: "cell" }, ...content.filter(Boolean));
  return element(
    "tr",
    { role: "row" },
    cell(node.step && String(node.step)),
    element("th", { scope: "row", role: "rowheader" }, button),
    cell(node.kind),
    cell(lookOf(node.group).words || node.group),
    cell(connections(node)),
  );
}

function fillTable() {
  const steps = (node) => node.step ?? Infinity;
  const order = [...nodes].sort((one, other) => (steps(one) === steps(other) ? 0 : steps(one) - steps(other)));
  at("all-summary").textContent = `Everything shown, as a table: ${size()}`;
  const names = COLUMNS.map((name) => element("th", { scope: "col", role: "columnheader" }, name));
  const head = element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...names));
  const body = element("tbody", { role: "rowgroup" }, ...order.map(row));
  at("wide").append(element("table", { role: "table" }, head, body));
}
