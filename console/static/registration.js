// The keys of the registration desk, wherever the focus is. A dialog has keys of its own.
document.addEventListener("keydown", (event) => {
  if (!window.emitEvent || document.querySelector(".q-dialog")) return;
  if (event.key === "F2") emitEvent("registration-add");
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) emitEvent("registration-submit");
  else if (event.key === "F4") document.getElementById("scan")?.querySelector("input")?.focus();
  else if (event.key === "F8") document.getElementById("print-pass")?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });
