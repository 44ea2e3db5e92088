// A chip that is taken away takes the focus with it: it goes to where cities are added.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) document.getElementById("compare-add")?.focus({ preventScroll: true });
});
