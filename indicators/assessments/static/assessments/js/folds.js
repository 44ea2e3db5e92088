// Opens the fold that holds what the address leads to, where the browser doesn't by itself.
function open() {
  const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = there?.closest("details.fold:not([open])");
  if (!fold) return;
  fold.open = true;
  there.scrollIntoView();
}

addEventListener("hashchange", open);
open();
