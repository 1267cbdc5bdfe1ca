/** Which button a key presses: one of the card that has the focus, else one that counts everywhere. */
export function buttonFor(desk: ParentNode, key: string, active: Element | null): HTMLElement | undefined {
  const name = CSS.escape(key);
  const near = active?.closest("[data-card]")?.querySelector<HTMLElement>(`[data-key="${name}"]`);
  return near ?? desk.querySelector<HTMLElement>(`[data-global-key="${name}"]`) ?? undefined;
}

/** Letters belong to whoever writes. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("dialog")) return true;
  const isField = target.matches("textarea, select, input");
  return isField && !target.matches("input[type=checkbox], input[type=radio], input[type=submit], input[type=button]");
}
