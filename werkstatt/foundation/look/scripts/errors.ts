/** A page, or a part of one, that comes back with errors starts at its error summary; each summary takes the focus once. */
export function focusSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-error-summary]:not([data-seen])");
  if (!summary) return;
  summary.dataset.seen = "";
  summary.focus();
}

focusSummary();
document.addEventListener("htmx:after:swap", focusSummary);
