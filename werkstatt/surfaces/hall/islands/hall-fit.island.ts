import { fitting } from "./fitting.ts";

/** `<hall-fit>`: whatever the scene holds, it never pushes the code off the screen; type shrinks in steps until all fits. */
class HallFit extends HTMLElement {
  private readonly seen = new MutationObserver(() => this.fit());
  private readonly sized = new ResizeObserver(() => this.fit());

  connectedCallback(): void {
    this.seen.observe(this, { childList: true, subtree: true, characterData: true });
    this.sized.observe(this);
    void document.fonts?.ready.then(() => this.fit());
  }

  disconnectedCallback(): void {
    this.seen.disconnect();
    this.sized.disconnect();
  }

  private fit(): void {
    const scene = this.querySelector<HTMLElement>(".scene");
    if (!scene) return;
    const fits = (scale: number): boolean => {
      this.style.setProperty("--fit", String(scale));
      const bottom = this.getBoundingClientRect().bottom + 1;
      return [...scene.children].every((child) => child.getBoundingClientRect().bottom <= bottom);
    };
    fitting(fits);
    this.seen.takeRecords();
  }
}

customElements.define("hall-fit", HallFit);
