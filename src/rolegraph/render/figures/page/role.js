// The page of a role: all folds at once, and an address that holds what is open and where one is.

const folds = [...document.querySelectorAll("main details")];
const unfold = at("unfold");
const ALL = "all";
let place = "";

const areAllOpen = () => folds.every((fold) => fold.open);

function address() {
  const open = folds.filter((fold) => fold.open).map((fold) => fold.id);
  return { at: place, open: open.length === folds.length && open.length > 0 ? ALL : open.join(" ") };
}

function label() {
  if (unfold) unfold.textContent = areAllOpen() ? "Close all" : "Open all";
}

function go(name) {
  const section = at(name);
  if (!section) return;
  place = name;
  section.scrollIntoView();
  section.focus({ preventScroll: true });
}

const asked = fromAddress();
const wanted = asked.get("open") ?? "";
for (const fold of folds) {
  if (wanted === ALL || wanted.split(" ").includes(fold.id)) fold.open = true;
  fold.addEventListener("toggle", () => {
    label();
    intoAddress(address);
  });
}
for (const link of document.querySelectorAll("nav a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(link.hash.slice(1));
    intoAddress(address);
  });
}
if (unfold) {
  unfold.closest(".toolbar").hidden = false;
  unfold.addEventListener("click", () => {
    const open = !areAllOpen();
    for (const fold of folds) fold.open = open;
    say(open ? "Everything is open." : "Everything is closed.");
  });
}

// On paper all that is asked for is there: what somebody folded is folded again behind it.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = folds.filter((fold) => !fold.open && fold.matches("#requirements .rest, #credentials .rest"));
  for (const fold of unfolded) fold.open = true;
});
window.addEventListener("afterprint", () => {
  for (const fold of unfolded) fold.open = false;
});
label();
go(asked.get("at") ?? "");
