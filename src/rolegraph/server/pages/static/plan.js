// The planner: a file that is dropped anywhere on the page is read, a profile has the ticks, and paper no details.
"use strict";
(() => {
  const drop = document.getElementById("drop");
  const file = document.getElementById("cv");
  const holdsFile = (event) => [...event.dataTransfer?.types ?? []].includes("Files");

  addEventListener("dragover", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    drop.closest("details").open = true;
    drop.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    file.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
  file.addEventListener("change", () => { if (file.files.length) drop.querySelector("button").focus(); });

  // The profile has what is ticked, and what is being learned, on top of what the address says.
  const profile = document.querySelector("a[data-ticks]");
  const address = profile?.href;
  profile?.addEventListener("click", () => {
    const url = new URL(address);
    const add = (name, value) => {
      if (!url.searchParams.getAll(name).includes(value)) url.searchParams.append(name, value);
    };
    for (const tick of document.querySelectorAll("#plan .tick[name=done]")) {
      if (tick.checked) add("done", tick.value);
      else if (tick.closest(".card.learning")) add("learning", tick.value.replace(/:[a-z]+$/u, ""));
    }
    profile.href = url.href;
  });
})();
