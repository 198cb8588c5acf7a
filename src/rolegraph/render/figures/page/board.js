// The board of a plan: ticks that this browser keeps, progress and weeks, the next step, and what joins neighbours.

const plan = at("plan");
const stacks = at("stacks");
const phone = matchMedia("(max-width: 48rem)");
const cards = data.cards.map((card) => {
  const item = at(card.id);
  // What a tick is kept under: not the number, which changes when something before it is learned.
  return { ...card, item, tick: item.querySelector(".tick"), name: `${card.names.join(" ")} ${card.level}` };
});
const steps = cards.filter((card) => card.number);
const folds = [...plan.querySelectorAll("details[id]")];
for (const inside of plan.querySelectorAll(".card > details")) {
  inside.id = `${inside.parentElement.id}-more`;
}

const isKept = (value) => [value?.done, value?.learning].every(Array.isArray);
let kept = remembered(data.key);
let cleared = null;
if (!isKept(kept)) kept = { done: [], learning: cards.filter((card) => card.learning).map((card) => card.name) };
const isDone = (card) => kept.done.includes(card.name);
const isLearning = (card) => kept.learning.includes(card.name) && !isDone(card);

// What is folded says how much of it is done.
const tallies = [...plan.querySelectorAll(".phase, .theme")].map((fold) => {
  const tally = element("span", { className: "tally" });
  fold.querySelector("summary .size").after(tally);
  return [cards.filter((card) => fold.contains(card.item)), tally];
});

// ---- progress ----

function halfEven(number) {
  const round = Math.round(number);
  return Math.abs(number % 1) === 0.5 && round % 2 ? round - 1 : round;
}

/** Hours as an estimate, without digits that it cannot have. */
function about(hours) {
  const step = hours < 20 ? 1 : hours < 200 ? 5 : 10;
  return `${hours ? "~" : ""}${(halfEven(hours / step) * step).toLocaleString("en")}`;
}

const sum = (some) => some.reduce((total, card) => total + (card.hours ?? 0), 0);
const asHours = (text) => (Number(text) >= 0.1 && Number(text) <= 168 ? Number(text) : 0);
const perWeek = () => asHours(at("per-week")?.value);

function showProgress() {
  const done = steps.filter(isDone);
  const size = data.stepsDone + steps.length;
  let words = `${(data.stepsDone + done.length).toLocaleString("en")} of ${counted(size, "step")} done`;
  if (data.hours !== null) {
    const spent = data.hoursDone + sum(done);
    words += `, ${about(spent)} of ${about(data.hoursDone + data.hours)} h`;
    const left = data.hours - sum(done);
    if (perWeek() && left > 0) words += `; about ${counted(Math.max(1, halfEven(left / perWeek())), "week")} left`;
  }
  at("progress").textContent = words;
  at("bar").value = data.stepsDone + done.length;
  showWeeks();
}

/** The weeks of each phase, counted from now: what is done takes none. */
function showWeeks() {
  let before = 0;
  for (const place of plan.querySelectorAll(".phase .weeks")) {
    const phase = place.closest(".phase").id;
    const left = sum(steps.filter((card) => card.phase === phase && !isDone(card)));
    const first = perWeek() && halfEven(before / perWeek()) + 1;
    const last = perWeek() && Math.max(first, halfEven((before + left) / perWeek()));
    const weeks = first === last ? `week ${first.toLocaleString("en")}`
      : `weeks ${first.toLocaleString("en")} to ${last.toLocaleString("en")}`;
    place.textContent = data.hours === null || !perWeek() || left <= 0 ? "" : weeks;
    before += left;
  }
}

const nextStep = () => steps.find((card) => !isDone(card));

function show() {
  const next = nextStep();
  for (const card of cards) {
    card.tick.checked = isDone(card);
    card.item.classList.toggle("done", isDone(card));
    card.item.classList.toggle("learning", isLearning(card));
    card.item.classList.toggle("next", card === next);
    card.button?.setAttribute("aria-pressed", String(isLearning(card)));
  }
  for (const [inside, tally] of tallies) {
    const done = inside.filter(isDone).length;
    tally.textContent = done ? `, ${done} done` : "";
  }
  if (at("next")) at("next").disabled = !next;
  if (steps.length) showProgress();
}

// ---- ticks ----

function change(next) {
  cleared = null;
  kept = next;
  at("clear").textContent = "Clear ticks";
  at("copied").hidden = true;
  const stays = keep(data.key, kept);
  show();
  say(`${at("progress").textContent}${stays ? "" : ". This browser keeps no ticks here."}`);
}

/** Who is at a level is past the levels below it; who is not, is not at those above. */
function tickOff(card, isOn) {
  const same = steps.filter((other) => card.number && other.names.join() === card.names.join());
  const others = same.filter((other) => (isOn ? other.number <= card.number : other.number >= card.number));
  const names = [card, ...others].map((other) => other.name);
  const rest = kept.done.filter((name) => !names.includes(name));
  change({ ...kept, done: isOn ? [...rest, ...names] : rest });
}

function learn(card) {
  const rest = kept.learning.filter((name) => name !== card.name);
  change({ ...kept, learning: isLearning(card) ? rest : [...rest, card.name] });
}

function clearAll() {
  const before = kept;
  if (cleared) {
    change(cleared);
    return;
  }
  change({ done: [], learning: [] });
  cleared = before;
  at("clear").textContent = "Bring ticks back";
}

/** What is done, as a profile file has it: each capability at the highest level that is ticked. */
function asEntries() {
  const levels = new Map();
  for (const card of cards.filter(isDone)) levels.set(card.entry, card.level);
  const done = [...levels].map(([entry, level]) => (
    entry.startsWith("#") ? `  ${entry}` : `  ${entry}:${level && ` ${level}`}`
  ));
  const learning = [...new Set(cards.filter(isLearning).map((card) => `  - ${card.entry}`))];
  return [
    ...(done.length ? ["done:", ...done] : ["done: {}"]), ...(learning.length ? ["learning:", ...learning] : []), "",
  ].join("\n");
}

async function copy() {
  const entries = at("entries");
  entries.value = asEntries();
  at("copied").hidden = false;
  entries.focus();
  entries.select();
  try {
    await navigator.clipboard.writeText(entries.value);
    say("Copied: paste it into your profile file.");
  } catch {
    say("Copy the text that is selected into your profile file.");
  }
}

// ---- what joins cards ----

const joined = drawnElement("svg", { class: "joined", "aria-hidden": "true" });
const marker = drawnElement("marker", {
  id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse",
  orient: "auto",
});
marker.append(drawnElement("path", { d: "M0 0L8 4L0 8Z" }));
joined.append(marker);
stacks.append(joined);

function line(one, other, frame) {
  const from = one.getBoundingClientRect();
  const to = other.getBoundingClientRect();
  const [left, top] = [frame.left, frame.top];
  if (to.left < from.right) {
    const x = from.left + 24 - left;
    return `M${x} ${from.bottom - top}L${x} ${to.top - top}`;
  }
  const [startX, startY] = [from.right - left, from.top + Math.min(from.height / 2, 20) - top];
  const [endX, endY] = [to.left - left, to.top + Math.min(to.height / 2, 20) - top];
  const bend = Math.max(8, (endX - startX) / 2);
  return `M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`;
}

function drawLinks() {
  const frame = stacks.getBoundingClientRect();
  for (const path of joined.querySelectorAll(":scope > path")) path.remove();
  if (getComputedStyle(joined).display === "none") return;
  for (const link of data.links.filter(({ near }) => near)) {
    const ends = [at(link.start), at(link.end)];
    if (!ends.every((end) => end.checkVisibility())) continue;
    const path = drawnElement("path", { d: line(...ends, frame), "marker-end": "url(#tip)" });
    path.classList.toggle("helps", Boolean(link.helps));
    path.classList.toggle("chosen", ends.some((end) => end.matches(".chosen")));
    joined.append(path);
  }
}

/** Shows what a card is joined with, near or far, while it is pointed at. */
function choose(item) {
  for (const card of plan.querySelectorAll(".card.chosen, .card.related")) card.classList.remove("chosen", "related");
  if (item) {
    item.classList.add("chosen");
    for (const { start, end } of data.links) {
      if (start === item.id) at(end).classList.add("related");
      if (end === item.id) at(start).classList.add("related");
    }
  }
  drawLinks();
}

// ---- views and the address ----

const asList = at("as-list");

function showAs(isList) {
  plan.classList.toggle("list", isList);
  asList?.setAttribute("aria-pressed", String(isList));
  drawLinks();
}

function writeAddress() {
  intoAddress(() => {
    const hours = at("per-week")?.value ?? "";
    const open = [...plan.querySelectorAll("details[open][id]")].filter((fold) => !fold.matches(".phase"));
    const shut = phone.matches ? [] : [...plan.querySelectorAll(".phase:not([open])")];
    return {
      view: plan.matches(".list") ? "list" : "",
      hours: hours === String(data.perWeek ?? "") ? "" : hours,
      open: open.map((fold) => fold.id).join(","),
      folded: shut.map((fold) => fold.id).join(","),
    };
  });
}

function readAddress() {
  const address = fromAddress();
  showAs(address.get("view") === "list");
  if (at("per-week") && asHours(address.get("hours"))) at("per-week").value = address.get("hours");
  const open = new Set((address.get("open") ?? "").split(","));
  const shut = new Set((address.get("folded") ?? "").split(","));
  const next = nextStep()?.item;
  for (const fold of plan.querySelectorAll("details[id]")) {
    if (!fold.matches(".phase")) fold.open = open.has(fold.id);
    else if (phone.matches) fold.open = fold.contains(next ?? null) || [...open].some((id) => fold.contains(at(id)));
    else fold.open = !shut.has(fold.id);
  }
  if (![...open].some(at)) next?.closest(".theme")?.setAttribute("open", "");
}

function goTo(card) {
  for (let fold = card.item.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.item.scrollIntoView({ block: "center", inline: "center", behavior: calm ? "auto" : "smooth" });
  card.tick.focus({ preventScroll: true });
}

function start() {
  for (const card of cards) {
    card.tick.addEventListener("change", () => tickOff(card, card.tick.checked));
    if (card.number) {
      card.button = element("button", { type: "button" }, "I am learning this");
      card.button.addEventListener("click", () => learn(card));
      card.item.querySelector(".more")?.append(element("dd", {}, card.button));
    }
  }
  at("next")?.addEventListener("click", () => goTo(nextStep()));
  asList?.addEventListener("click", () => {
    const isList = !plan.matches(".list");
    if (isList) for (const theme of plan.querySelectorAll(".theme")) theme.open = true;
    showAs(isList);
    writeAddress();
  });
  at("copy")?.addEventListener("click", copy);
  at("clear")?.addEventListener("click", clearAll);
  at("print")?.addEventListener("click", () => print());
  at("per-week")?.addEventListener("input", () => {
    showProgress();
    writeAddress();
  });
  for (const item of plan.querySelectorAll(".card")) {
    item.addEventListener("pointerenter", () => choose(item));
    item.addEventListener("focusin", () => choose(item));
  }
  plan.addEventListener("pointerleave", () => choose(null));
  plan.addEventListener("toggle", () => {
    drawLinks();
    writeAddress();
  }, true);
  new ResizeObserver(drawLinks).observe(stacks);
  let shut = [];
  let wasList = false;
  addEventListener("beforeprint", () => {
    shut = folds.filter((fold) => !fold.open && !fold.matches(".rest"));
    for (const fold of shut) fold.open = true;
    wasList = plan.matches(".list");
    if (!plan.matches(".sheet")) plan.classList.add("list");
  });
  addEventListener("afterprint", () => {
    for (const fold of shut) fold.open = false;
    showAs(wasList);
  });
  addEventListener("hashchange", readAddress);
  readAddress();
  show();
  window.rolegraphPlan = { cards, get done() { return kept.done; }, entries: asEntries };
}

start();
