/** A page that comes back with errors starts at its error summary. */
function focusSummary(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}

focusSummary(document);
document.addEventListener("htmx:after:swap", () => focusSummary(document));
