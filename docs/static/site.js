// What people need who use a keyboard or a screen reader: names for both sidebars, and boxes that scroll can be reached.
for (const [place, name] of [[".sidebar-drawer", "All pages"], [".toc-drawer", "On this page"]]) {
  document.querySelector(place)?.setAttribute("aria-label", name);
}
for (const box of document.querySelectorAll(".highlight > pre, .table-wrapper, p:has(> img)")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
