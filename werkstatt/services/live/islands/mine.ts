/** What is this person's own. Shared fragments name objects only; this set, given to one page, says which are hers. */
export class Mine {
  private readonly keys: Set<string>;

  constructor(text: string) {
    this.keys = new Set(text.split(" ").filter(Boolean));
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** Take over what a reply says, on the whole page. */
  change(changes: Record<string, boolean>): void {
    for (const [key, isMine] of Object.entries(changes)) {
      if (isMine) this.keys.add(key);
      else this.keys.delete(key);
    }
    this.show(document);
  }

  /** Show it within `root`: pressed buttons, and what only the owner sees. */
  show(root: ParentNode): void {
    for (const element of within(root, "data-press-mine")) {
      element.setAttribute("aria-pressed", String(this.has(element.dataset.pressMine ?? "")));
    }
    for (const element of within(root, "data-if-mine")) element.hidden = !this.has(element.dataset.ifMine ?? "");
    for (const element of within(root, "data-unless-mine")) element.hidden = this.has(element.dataset.unlessMine ?? "");
  }
}

function within(root: ParentNode, attribute: string): HTMLElement[] {
  const found = [...root.querySelectorAll<HTMLElement>(`[${attribute}]`)];
  return root instanceof HTMLElement && root.hasAttribute(attribute) ? [root, ...found] : found;
}
