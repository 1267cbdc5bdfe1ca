import { left, serverOffset } from "./timing.ts";

const OFFSET = serverOffset(document.querySelector<HTMLElement>("[data-server-now]")?.dataset.serverNow, Date.now());

/** `<stage-timer data-ends="…">`: the time that is left, by the server's clock; says once that it is over. */
class StageTimer extends HTMLElement {
  private timer: ReturnType<typeof setInterval> | undefined;

  connectedCallback(): void {
    this.timer = setInterval(() => this.draw(), 250);
    this.draw();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private draw(): void {
    const time = this.querySelector(".timer__time");
    const rest = Date.parse(this.dataset.ends ?? "") - (Date.now() + OFFSET);
    if (!time || Number.isNaN(rest)) return;
    const isOver = rest <= 0;
    const text = isOver ? (this.dataset.over ?? "") : left(rest);
    if (time.textContent !== text) time.textContent = text;
    this.toggleAttribute("data-over-now", isOver);
    this.toggleAttribute("data-soon", !isOver && rest <= 30_000);
    if (isOver) clearInterval(this.timer);
  }
}

customElements.define("stage-timer", StageTimer);
