/** What was typed before htmx took a field up counts once it has: on a slow machine people are quicker than scripts. */
export function announceEarlyText(event: Event): void {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) || ![field, field.form].includes(event.target as never)) return;
  if (field.value !== field.defaultValue) field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("htmx:after:init", announceEarlyText);
