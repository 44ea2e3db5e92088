// Boxes of code that Swagger UI draws scroll sideways: by the keyboard too.
const shown = document.getElementById("swagger-ui");

function reachable() {
  for (const code of shown.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
}

new MutationObserver(reachable).observe(shown, { childList: true, subtree: true });
