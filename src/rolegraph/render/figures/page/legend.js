// The legend: a button for each kind, which hides and shows it, and what outlines, fills and lines mean.

const kindButtons = new Map();

function fillLegend() {
  for (const { kind, plural } of scene.kinds) {
    const count = nodes.filter((node) => node.kind === kind).length;
    const words = count === 1 ? kind : plural;
    const button = element("button", { type: "button", className: "kind" }, sign(kind), `${words} ${count}`);
    button.addEventListener("click", () => toggleKind(kind));
    kindButtons.set(kind, button);
    at("kinds").append(element("li", {}, button));
  }
  const signs = element("ul");
  for (const [group, { words }] of Object.entries(GROUPS)) {
    if (nodes.some((node) => node.group === group)) signs.append(element("li", {}, sign(null, group), words));
  }
  for (const strength of ["strong", "loose"]) {
    const relations = [...new Set(edges.filter((edge) => edge[strength]).map(({ relation }) => relation ?? ""))];
    const words = relations.filter(Boolean).slice(0, 4).join(", ") || (strength === "strong" ? "essential" : "optional");
    if (relations.length) signs.append(element("li", {}, line(strength), element("span", {}, words)));
  }
  if (signs.childElementCount) at("signs").append(element("h2", {}, "Outlines and lines"), signs);
  markKinds();
}

function line(strength) {
  const picture = drawnElement("svg", { viewBox: "0 0 40 20", class: "sign line", "aria-hidden": "true" });
  const stroke = drawnElement("path", { d: "M2 10H38" });
  stroke.style.stroke = strength === "strong" ? "var(--strong)" : "var(--muted)";
  stroke.style.strokeWidth = strength === "strong" ? "6px" : "3px";
  if (strength === "loose") stroke.style.strokeDasharray = "7 5";
  picture.append(stroke);
  return picture;
}

function markKinds() {
  for (const [kind, button] of kindButtons) {
    button.setAttribute("aria-pressed", String(!state.hidden.has(kind)));
    button.title = state.hidden.has(kind) ? "Hidden: press to show" : "Shown: press to hide";
  }
}
