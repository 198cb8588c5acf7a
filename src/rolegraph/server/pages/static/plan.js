// The planner: a file that is dropped anywhere on the page is read, and paper shows no card's details.
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

  // Other pages unfold everything for paper; a board has its own way.
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("#plan details[data-opened]")) {
      one.open = false;
      delete one.dataset.opened;
    }
  });
})();
