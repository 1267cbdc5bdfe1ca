/** Fragments: put in their place, taken away, arranged – without disturbing whoever is typing or reading. */
export interface Piece {
  id: string;
  into: string;
  order: string;
  html: string;
}

declare global {
  interface Window {
    htmx?: { process(element: Element): void };
  }
}

/** Shows a piece; the element that stands there now, or nothing where this page has no place for it. */
export function put(piece: Piece): HTMLElement | undefined {
  const fresh = parsed(piece.html);
  const old = document.getElementById(piece.id);
  const into = document.getElementById(piece.into) ?? old?.parentElement;
  if (!fresh || !into) return undefined;
  if (old) swap(old, fresh);
  if (fresh.parentElement !== into || isMisplaced(fresh)) keepingFocus(fresh, () => place(into, fresh));
  window.htmx?.process(fresh);
  showEmpty();
  return fresh;
}

export function drop(id: string): void {
  const element = document.getElementById(id);
  if (!element) return;
  const neighbour = element.nextElementSibling ?? element.previousElementSibling;
  const hadFocus = element.contains(document.activeElement);
  element.remove();
  if (hadFocus) focusNear(neighbour);
  showEmpty();
}

/** Children in this order; those not named follow as they stand. */
export function arrange(into: string, ids: string[]): void {
  const parent = document.getElementById(into);
  if (!parent) return;
  const named = ids.map((id) => document.getElementById(id)).filter((child) => child?.parentElement === parent);
  const others = [...parent.children].filter((child) => !named.includes(child as HTMLElement));
  const wanted = [...(named as Element[]), ...others];
  const focused = document.activeElement;
  wanted.forEach((child, index) => {
    const there = parent.children[index];
    if (there !== child) parent.insertBefore(child, there ?? null);
  });
  if (focused instanceof HTMLElement && parent.contains(focused)) focused.focus({ preventScroll: true });
}

/** `data-live-empty="list"` is shown while the list has no child. */
export function showEmpty(): void {
  for (const note of document.querySelectorAll<HTMLElement>("[data-live-empty]")) {
    const list = document.getElementById(note.dataset.liveEmpty ?? "");
    if (list) note.hidden = list.childElementCount > 0;
  }
}

/** One element for another; what the person did in the old one stays: focus, caret, typed text, opened details. */
export function swap(old: Element, fresh: Element): void {
  const memory = remembered(old);
  for (const kept of old.querySelectorAll("[data-live-keep][id]")) {
    fresh.querySelector(`#${CSS.escape(kept.id)}[data-live-keep]`)?.replaceWith(kept);
  }
  old.replaceWith(fresh);
  for (const restore of memory) restore(fresh);
}

function parsed(html: string): HTMLElement | undefined {
  const template = document.createElement("template");
  template.innerHTML = html;
  return (template.content.firstElementChild as HTMLElement | null) ?? undefined;
}

/** Among siblings sorted by `data-order`, as text; siblings without one keep their place. */
function place(into: Element, element: HTMLElement): void {
  const order = element.dataset.order ?? "";
  const after = [...into.children].find(
    (child) => child !== element && ((child as HTMLElement).dataset.order ?? "") > order,
  );
  into.insertBefore(element, after ?? null);
}

function isMisplaced(element: HTMLElement): boolean {
  const order = element.dataset.order ?? "";
  const before = (element.previousElementSibling as HTMLElement | null)?.dataset.order ?? "";
  const after = (element.nextElementSibling as HTMLElement | null)?.dataset.order ?? order;
  return before > order || after < order;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Restore = (fresh: Element) => void;

function remembered(old: Element): Restore[] {
  const fields = [...old.querySelectorAll<Field>("input, textarea, select")].filter(isTouched).map(kept);
  const details = [...old.querySelectorAll("details")].map((each, index): Restore => {
    const isOpen = each.open;
    return (fresh) => {
      const found = each.id
        ? fresh.querySelector<HTMLDetailsElement>(`#${CSS.escape(each.id)}`)
        : fresh.querySelectorAll("details")[index];
      if (found && isOpen) found.open = true;
    };
  });
  return [...fields, ...details, ...focused(old)];
}

function isTouched(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  }
  if (field instanceof HTMLInputElement && field.type === "hidden") return false;
  const isTicked = field instanceof HTMLInputElement && field.checked !== field.defaultChecked;
  return isTicked || field.value !== field.defaultValue;
}

function kept(field: Field): Restore {
  const isBox = field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
  const [value, isChecked] = [field.value, isBox && field.checked];
  return (fresh) => {
    const same = twin(field, fresh) as Field | undefined;
    if (!same) return;
    if (isBox) (same as HTMLInputElement).checked = isChecked;
    else same.value = value;
  };
}

function focused(old: Element): Restore[] {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !old.contains(active)) return [];
  const range = caret(active);
  return [
    (fresh) => {
      const same = (active === old ? fresh : twin(active, fresh)) as HTMLElement | undefined;
      (same ?? (fresh as HTMLElement)).focus({ preventScroll: true });
      if (range && same && "setSelectionRange" in same) (same as HTMLTextAreaElement).setSelectionRange(...range);
    },
  ];
}

function caret(element: HTMLElement): [number, number] | undefined {
  if (!(element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement)) return undefined;
  try {
    const { selectionStart: start, selectionEnd: end } = element;
    return start === null || end === null ? undefined : [start, end];
  } catch {
    return undefined; // inputs of other types have no caret
  }
}

/** The same control in the fresh element: by id, by name and value, else by its place among its kind. */
function twin(element: Element, fresh: Element): Element | undefined {
  if (element.id) return fresh.querySelector(`#${CSS.escape(element.id)}`) ?? undefined;
  const name = element.getAttribute("name");
  if (name) {
    const value = element.getAttribute("value");
    const named = [...fresh.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    return named.find((each) => each.getAttribute("value") === value) ?? named[0];
  }
  const press = element.getAttribute("data-press-mine");
  if (press) return fresh.querySelector(`[data-press-mine="${CSS.escape(press)}"]`) ?? undefined;
  const tag = element.tagName;
  const root = element.closest("[data-order]") ?? element.parentElement;
  const index = root ? [...root.querySelectorAll(tag)].indexOf(element) : -1;
  return index < 0 ? undefined : (fresh.querySelectorAll(tag)[index] ?? undefined);
}

/** Moving an element takes the focus away from it: give it back. */
function keepingFocus(element: Element, move: () => void): void {
  const active = document.activeElement;
  move();
  if (active instanceof HTMLElement && element.contains(active)) active.focus({ preventScroll: true });
}

function focusNear(neighbour: Element | null): void {
  const target = neighbour?.querySelector<HTMLElement>("button, a[href], input, textarea, select");
  target?.focus({ preventScroll: true });
}
