import { swap } from "./pieces.ts";

const ROOT = "[data-live-root]";

/** The page does not have its live part any more: signed out, or the place is closed. */
export class PageIsGone extends Error {}

/** Fetches this page again and shows its live parts (each has an id); the new `<live-stream>`. The element on the page stays. */
export async function fetchAgain(element: HTMLElement): Promise<HTMLElement> {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (answer.status >= 500) throw new TypeError(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>("live-stream");
  if (!answer.ok || !fresh) throw new PageIsGone();
  for (const there of page.querySelectorAll(ROOT)) {
    const here = document.getElementById(there.id);
    if (here) show(here, there, element);
  }
  return fresh;
}

function show(here: Element, there: Element, element: HTMLElement): void {
  const adopted = document.importNode(there, true);
  if (here.contains(element)) adopted.querySelector("live-stream")?.replaceWith(element);
  swap(here, adopted);
  window.htmx?.process(adopted);
}
