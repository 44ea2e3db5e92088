// Leaves empty conditions out of the address, so that it says only what was asked.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, elt } = event.detail;
  if (!elt.matches(".filter")) return;
  for (const name of Object.keys(parameters)) {
    const values = [parameters[name]].flat().filter((value) => value !== "");
    if (values.length === 0) delete parameters[name];
    else if (Array.isArray(parameters[name])) parameters[name] = values;
  }
});
