// Tells the console now and then that somebody is at this desk.
let told = 0;
for (const sign of ["keydown", "pointerdown"]) {
  document.addEventListener(sign, () => {
    if (Date.now() - told < 60000 || !window.emitEvent) return;
    told = Date.now();
    emitEvent("active");
  }, { capture: true, passive: true });
}
