/** `<details data-menu>` closes with Escape and when one clicks elsewhere. */
function close(menu: HTMLDetailsElement): void {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) close(menu);
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  }
});
