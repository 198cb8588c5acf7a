// What stands beside the drawing: the nodes of a kind, examples of a relation, and the card of a node.

const PAGE = 50;
const OF_CARD = 8;

function chooser(node) {
  const button = element("button", { type: "button", className: "link" }, sign(node.kind));
  button.append(element("span", { className: "name" }, node.label));
  button.addEventListener("click", () => visit(node));
  return button;
}

/** A list that shows some lines at first and more on demand. */
function growing(count, first, lineAt) {
  const list = element("ul", { className: "members" });
  const more = element("button", { type: "button", className: "more" });
  const whole = element("div", {}, list, more);
  const show = (some) => {
    const from = list.childElementCount;
    for (let place = from; place < Math.min(count, from + some); place += 1) list.append(lineAt(place));
    const rest = count - list.childElementCount;
    more.hidden = !rest;
    more.textContent = rest > PAGE ? `${PAGE} more of ${rest.toLocaleString("en")}` : `${rest.toLocaleString("en")} more`;
    return list.children[from];
  };
  more.addEventListener("click", () => show(PAGE)?.querySelector("button")?.focus());
  show(first);
  return whole;
}

/** A heading, a box to narrow a list, and the list of what `matching` finds. */
function searchable(title, hint, matching, lineAt) {
  const input = element("input", { type: "search", className: "within", value: view.find ?? "", placeholder: hint });
  input.setAttribute("aria-label", hint);
  const place = element("div");
  const fill = () => {
    const found = matching(folded(input.value));
    place.replaceChildren(growing(found.length, PAGE, (number) => lineAt(found[number], found[number - 1])));
    if (!found.length) place.replaceChildren(element("p", { className: "hint" }, "nothing found"));
    return found.length;
  };
  input.addEventListener("input", () => {
    view.find = input.value.trim();
    say(`${fill()} found`);
    keepAddress();
  });
  fill();
  return [element("h2", { id: "chosen", tabIndex: -1 }, title), input, place];
}

function fillKind() {
  const { kind } = view;
  const some = nodes.filter((node) => node.kind === kind);
  const names = some.map((node) => [node.label, ...node.names].map(folded).join("\n"));
  const line = (node) => {
    const note = element("span", { className: "note" }, counted(degreeOf(node), "relation"));
    return element("li", {}, chooser(node), note);
  };
  const title = `${some.length.toLocaleString("en")} ${some.length === 1 ? kind : pluralOf[kind]}`;
  const matching = (words) => some.filter((_, number) => !words || names[number].includes(words));
  return searchable(title, `Narrow these ${pluralOf[kind]}`, matching, line);
}

function fillTie() {
  const { relation, start, end } = view;
  const { starts, ends, levels } = near.edges[relation];
  const some = [];
  starts.forEach((from, place) => {
    if (nodes[from].kind === start && nodes[ends[place]].kind === end) some.push(place);
  });
  const { forward } = data.relations[relation];
  const line = (place, before) => {
    const item = element("li", { className: "to" }, chooser(nodes[ends[place]]), ...levelOf(levels[place]));
    if (before === undefined || starts[before] !== starts[place]) {
      item.prepend(element("div", { className: "from" }, chooser(nodes[starts[place]])));
    }
    return item;
  };
  const has = (index, words) => folded(nodes[index].label).includes(words);
  const matching = (words) => some.filter((place) => !words || has(starts[place], words) || has(ends[place], words));
  const title = `${start} ${forward} ${end}: ${some.length.toLocaleString("en")}`;
  return searchable(title, "Narrow by a name at either end", matching, line);
}

const levelOf = (level) =>
  level ? [element("span", { className: "note" }, levelMarks(level), ` ${LEVELS[level]}`)] : [];

// ---- the card ----

function fillCard(node) {
  const heading = element("h2", { id: "chosen", tabIndex: -1 }, node.label);
  const filled = [element("div", { className: "head" }, sign(node.kind), heading)];
  filled.push(element("p", { className: "kind" }, [node.kind, node.code].filter(Boolean).join(", ")));
  filled.push(actions(node));
  if (node.names.length) filled.push(otherNames(node.names));
  const facts = [["Definition", node.definition], ["Effort", node.hours && `about ${Math.round(node.hours)} hours to working level (estimated)`]];
  const list = element("dl");
  for (const [term, text] of facts) if (text) list.append(element("dt", {}, term), element("dd", {}, text));
  if (list.childElementCount) filled.push(list);
  const groups = groupsOf(node);
  if (!groups.length) filled.push(element("p", { className: "hint" }, "Nothing is related to it."));
  for (const { words, members } of groups) {
    const line = (place) => element("li", {}, chooser(members[place].node), ...levelOf(members[place].level));
    const title = element("h3", {}, words, element("small", {}, members.length.toLocaleString("en")));
    filled.push(element("div", { className: "part" }, title, growing(members.length, OF_CARD, line)));
  }
  if (node.sources.length) {
    const sources = element("ul", { className: "sources" }, ...node.sources.map(sourceLine));
    filled.push(element("div", { className: "part" }, element("h3", {}, "Sources"), sources));
  }
  return filled;
}

function otherNames(names) {
  const line = element("p", { className: "names" }, "Also called ", names.slice(0, 6).join("; "));
  if (names.length <= 6) return line;
  const more = element("button", { type: "button", className: "more" }, `${names.length - 6} more names`);
  more.addEventListener("click", () => { line.textContent = `Also called ${names.join("; ")}`; });
  line.append(" ", more);
  return line;
}

function actions(node) {
  const button = (words, does) => {
    const made = element("button", { type: "button" }, words);
    made.addEventListener("click", does);
    return made;
  };
  const isOpen = view.opened.has(node.index);
  const list = element("div", { className: "actions" });
  if (node !== view.root) {
    list.append(button(isOpen ? "Close its relations" : "Open its relations", () => toggle(node)));
    list.append(button("Put it in the middle", () => visit(node)));
  } else {
    list.append(element("p", { className: "hint" }, "In the drawing, a name shows its card, + opens its relations, and the title of a group folds it."));
  }
  return list;
}
