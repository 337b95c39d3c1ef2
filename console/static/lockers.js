// The arrow keys go from locker to locker as they stand on the wall.
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(".wall [data-locker]");
  if (!here) return;
  const all = [...here.parentElement.children];
  const place = all.indexOf(here);
  const row = all.filter((one) => one.offsetTop === all[0].offsetTop).length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
  const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : place + step;
  if (!(to in all)) return;
  event.preventDefault();
  here.tabIndex = -1;
  all[to].tabIndex = 0;
  all[to].focus();
});
