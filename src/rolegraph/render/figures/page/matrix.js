// The matrix of a comparison: folds what is of less weight, sorts by a column, searches, hides kinds, opens rows.

const table = at("matrix");
const bodies = [...table.tBodies].filter((body) => body.dataset.group);
const sorted = at("sorted");
const heads = [...table.tHead.querySelectorAll("button[data-sort]")];
const kindButtons = [...document.querySelectorAll("button[data-kind]")];
const width = table.tHead.rows[0].cells.length;
const moreCell = element("td", { colSpan: width }, element("button", { type: "button" }));
const sortedMore = element("tr", { className: "more" }, moreCell);
sorted.append(sortedMore);

const lines = data.rows.map((row) => {
  const line = at(row.id);
  return { ...row, line, body: line.parentElement, words: folded([row.label, ...row.names].join(" ")) };
});
const byRank = [...lines].sort((one, other) => one.rank - other.rank);

/** What is shown: sorted by a column or grouped, found, without some kinds; groups that are unfolded, rows opened. */
const shown = { sort: "", up: false, find: "", without: new Set(), unfolded: new Set(), opened: new Set() };

// ---- rows that open ----

const details = new Map();

function sourceLines(places) {
  return element("ul", { className: "note" }, ...places.map((place) => sourceLine(data.sources[place])));
}

/** Which of the roles have a row, by name where that is short. */
function whose(row) {
  const having = Object.keys(row.cells).map((column) => data.roles[column].label);
  if (having.length === data.roles.length) return "shared by all";
  return having.length > 3 ? `${having.length} of the roles` : having.join(", ");
}

function detailsOf(row) {
  const list = element("dl");
  const add = (term, className, ...values) => {
    const entries = values.map((value) => element("dd", {}, value));
    list.append(element("div", { className }, element("dt", { className: "name" }, term), ...entries));
  };
  for (const [column, [sources, alternatives]] of Object.entries(row.cells)) {
    const words = row.line.cells[Number(column) + 2].querySelector(".words").textContent;
    const instead = alternatives.length ? `; instead: ${alternatives.join(" or ")}` : "";
    add(data.roles[column].label, "", words + instead, sourceLines(sources));
  }
  const similar = row.similar.map((place) => `${data.rows[place].label} (${whose(data.rows[place])})`);
  if (similar.length) add("Similar", "broad", similar.join("; "));
  if (row.names.length) add("Also called", "broad", row.names.join("; "));
  const cell = element("td", { colSpan: width }, element("div", {}, list));
  return element("tr", { className: "details" }, cell);
}

function open(row, isOpen) {
  row.line.querySelector(".opener").setAttribute("aria-expanded", String(isOpen));
  if (!isOpen || row.line.hidden) {
    details.get(row)?.remove();
    return;
  }
  if (!details.has(row)) details.set(row, detailsOf(row));
  row.line.after(details.get(row));
}

for (const row of lines) {
  const head = row.line.cells[0];
  const opener = element("button", { type: "button", className: "opener" }, ...head.firstElementChild.childNodes);
  opener.setAttribute("aria-expanded", "false");
  head.replaceChildren(opener);
  opener.addEventListener("click", () => {
    if (!shown.opened.delete(row)) shown.opened.add(row);
    open(row, shown.opened.has(row));
    intoAddress(addressTexts);
  });
}

// ---- which rows, in which order ----

function foundRows() {
  const wanted = folded(shown.find).split(" ");
  return byRank.filter((row) => !shown.without.has(row.kind) && wanted.every((word) => row.words.includes(word)));
}

const orders = {
  name: (one, other) => one.label.localeCompare(other.label),
  roles: (one, other) => other.count - one.count || one.rank - other.rank,
};

function order() {
  const column = Number(shown.sort);
  const compare = orders[shown.sort]
    ?? ((one, other) => other.strengths[column] - one.strengths[column] || one.rank - other.rank);
  return shown.up ? (one, other) => compare(other, one) : compare;
}

/** Shows rows in a part of the table, all or those that are first, and how many more there are; returns how many. */
function fill(body, key, rows, isFirst, words) {
  const more = body.querySelector(".more");
  const button = more.querySelector("button");
  const others = rows.filter((row) => !isFirst(row));
  const isWhole = others.length < 2 || shown.find !== "";
  const isUnfolded = shown.unfolded.has(key);
  const hidden = new Set(isWhole || isUnfolded ? [] : others);
  for (const row of rows) {
    row.line.hidden = hidden.has(row);
    open(row, shown.opened.has(row));
  }
  button.textContent = isUnfolded ? "Show fewer" : `${others.length.toLocaleString("en")} more ${words}`.trim();
  button.setAttribute("aria-expanded", String(isUnfolded));
  more.hidden = isWhole;
  body.hidden = rows.length === 0;
  return rows.length - hidden.size;
}

function render() {
  const found = foundRows();
  const isFound = new Set(found);
  const first = new Set(found.slice(0, data.first));
  const isFlat = shown.sort !== "";
  for (const row of lines) row.line.hidden = true;
  let count = 0;
  if (isFlat) {
    const rows = [...found].sort(order());
    const places = new Map(rows.map((row, place) => [row, place]));
    for (const row of rows) sorted.insertBefore(row.line, sortedMore);
    count = fill(sorted, "sorted", rows, (row) => places.get(row) < data.first, "");
  }
  sorted.hidden = !isFlat;
  for (const body of bodies) {
    body.hidden = isFlat;
    if (isFlat) continue;
    const own = lines.filter((row) => row.body === body);
    const more = body.querySelector(".more");
    if (own.some((row) => row.line.parentElement !== body)) for (const row of own) body.insertBefore(row.line, more);
    const { group, more: words } = body.dataset;
    count += fill(body, group, own.filter((row) => isFound.has(row)), (row) => first.has(row), words);
  }
  for (const row of lines) if (row.line.hidden) details.get(row)?.remove();
  for (const head of heads) {
    const isSorted = head.dataset.sort === shown.sort;
    const isUp = shown.up !== (shown.sort === "name");
    if (isSorted) head.closest("th").setAttribute("aria-sort", isUp ? "ascending" : "descending");
    else head.closest("th").removeAttribute("aria-sort");
  }
  for (const button of kindButtons) {
    button.setAttribute("aria-pressed", String(!shown.without.has(button.dataset.kind)));
  }
  at("regroup").hidden = !isFlat;
  at("count").textContent = `${count.toLocaleString("en")} of ${lines.length.toLocaleString("en")} rows shown`;
  intoAddress(addressTexts);
}

// ---- the address ----

const sortName = (key) => (data.roles[key] ? data.roles[key].slug : key);

function addressTexts() {
  return {
    sort: sortName(shown.sort) + (shown.up ? " reversed" : ""),
    find: shown.find,
    without: [...shown.without].join(" "),
    unfolded: [...shown.unfolded].join(" "),
    open: [...shown.opened].map((row) => data.rows.findIndex((other) => other.id === row.id)).join(" "),
  };
}

function restore() {
  const words = fromAddress();
  const list = (name) => (words.get(name) ?? "").split(" ").filter(Boolean);
  const [sort = "", up] = list("sort");
  const role = data.roles.findIndex(({ slug }) => slug === sort);
  shown.sort = role >= 0 ? String(role) : Object.hasOwn(orders, sort) ? sort : "";
  shown.up = shown.sort !== "" && up === "reversed";
  shown.find = words.get("find") ?? "";
  shown.without = new Set(list("without"));
  shown.unfolded = new Set(list("unfolded"));
  shown.opened = new Set(list("open").map((place) => lines[Number(place)]).filter(Boolean));
  at("search").value = shown.find;
  render();
}

// ---- what is pressed ----

for (const head of heads) {
  head.addEventListener("click", () => {
    const key = head.dataset.sort;
    if (shown.sort !== key) Object.assign(shown, { sort: key, up: false });
    else if (shown.up) Object.assign(shown, { sort: "", up: false });
    else shown.up = true;
    render();
    say(shown.sort ? `Sorted by ${head.textContent}` : "Grouped by what is shared");
  });
}
for (const button of kindButtons) {
  button.addEventListener("click", () => {
    if (!shown.without.delete(button.dataset.kind)) shown.without.add(button.dataset.kind);
    render();
    say(at("count").textContent);
  });
}
table.addEventListener("click", ({ target }) => {
  const button = target.closest(".more button");
  if (!button) return;
  const key = button.closest("tbody").dataset.group ?? "sorted";
  if (!shown.unfolded.delete(key)) shown.unfolded.add(key);
  render();
  say(at("count").textContent);
});
at("regroup").addEventListener("click", () => {
  Object.assign(shown, { sort: "", up: false });
  render();
  say("Grouped by what is shared");
});
at("search").addEventListener("input", () => {
  shown.find = at("search").value;
  render();
  say(at("count").textContent);
});
// Where cells show marks alone, their words appear beside the pointer.
table.addEventListener("pointerover", ({ target }) => {
  const cell = target.closest("td");
  const words = cell?.querySelector(".words");
  if (words && !cell.title) cell.title = words.textContent;
});
addEventListener("hashchange", restore);
restore();
