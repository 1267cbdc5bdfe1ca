/** `<neo-palette>`: Ctrl K (or ⌘ K) goes to the search field; arrows walk through what it finds; Escape closes. */
class Palette extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.input?.focus();
        this.input?.select();
      }
    });
    document.addEventListener("click", (event) => {
      if (event.target instanceof Node && !this.contains(event.target)) this.close();
    });
    this.addEventListener("keydown", (event) => this.walk(event));
    if (this.results) new MutationObserver(() => this.show()).observe(this.results, { childList: true });
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector("input");
  }

  private get results(): HTMLElement | null {
    return this.querySelector(".palette__results");
  }

  private show(): void {
    if (this.results) this.results.hidden = !this.input?.value.trim() || !this.results.childElementCount;
  }

  private close(): void {
    if (this.results) this.results.hidden = true;
  }

  private walk(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      this.close();
      this.input?.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.step(step)) event.preventDefault();
  }

  /** Move the focus among the links; above the first one is the field. */
  private step(by: number): boolean {
    const links = [...this.querySelectorAll<HTMLAnchorElement>(".palette__results a")];
    const next = links.findIndex((link) => link === document.activeElement) + by;
    const target = next < 0 ? this.input : links[Math.min(next, links.length - 1)];
    target?.focus();
    return target != null;
  }
}

customElements.define("neo-palette", Palette);
