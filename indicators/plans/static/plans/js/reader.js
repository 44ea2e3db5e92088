// Says in the contents which part of the plan is being read; on a phone the contents begin closed.
const links = new Map(
  [...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]),
);
const details = document.querySelector(".contents details");
if (matchMedia("(width < 64rem)").matches) details.open = false;

const headings = [...links.keys()].map((key) => document.getElementById(key));
const EDGE = 120;

function show() {
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < EDGE);
  const current = above.at(-1)?.id;
  for (const [key, link] of links) {
    link.toggleAttribute("aria-current", false);
    if (key === current) link.setAttribute("aria-current", "true");
  }
}

let waiting = false;
addEventListener(
  "scroll",
  () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      show();
    });
  },
  { passive: true },
);
show();
