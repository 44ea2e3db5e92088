// The number beside the slider follows the slider; the page follows when it is let go (htmx).
document.addEventListener("input", (event) => {
  const shown = document.getElementById(event.target.dataset?.output ?? "");
  if (shown) shown.textContent = event.target.value;
});
