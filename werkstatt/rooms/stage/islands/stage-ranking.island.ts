import { moved } from "./ranking.ts";

/** `<stage-ranking>`: options as a list one moves up and down with buttons; without script each has its place to choose. */
class StageRanking extends HTMLElement {
  connectedCallback(): void {
    if ("ready" in this.dataset) return; // put back by a live update, with its buttons and her order
    this.dataset.ready = "";
    for (const item of this.items) this.arm(item);
    this.number();
    this.addEventListener("click", (event) => this.clicked(event));
  }

  private get items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".ranking__item")];
  }

  private arm(item: HTMLElement): void {
    const name = item.querySelector(".ranking__text")?.textContent ?? "";
    for (const direction of ["up", "down"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ranking__move";
      button.dataset.move = direction;
      button.textContent = direction === "up" ? "↑" : "↓";
      button.setAttribute("aria-label", `${name}: ${this.dataset[`text${direction === "up" ? "Up" : "Down"}`] ?? ""}`);
      item.append(button);
    }
  }

  private clicked(event: Event): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-move]") : null;
    const item = button?.closest<HTMLElement>(".ranking__item");
    if (!button || !item) return;
    event.preventDefault();
    const step = button.dataset.move === "up" ? -1 : 1;
    const order = moved(this.items, this.items.indexOf(item), step);
    for (const each of order) this.append(each);
    this.number();
    button.focus();
    const place = order.indexOf(item) + 1;
    this.say(`${item.querySelector(".ranking__text")?.textContent ?? ""}: ${this.dataset.textPlace ?? ""} ${place}`);
  }

  /** Places follow the order of the list. */
  private number(): void {
    this.items.forEach((item, index) => {
      const select = item.querySelector<HTMLSelectElement>("select");
      if (select) select.value = String(index + 1);
      item.dataset.place = String(index + 1);
    });
  }

  private say(text: string): void {
    let voice = this.querySelector<HTMLElement>("[role=status]");
    if (!voice) {
      voice = document.createElement("p");
      voice.setAttribute("role", "status");
      voice.className = "kern-sr-only";
      this.append(voice);
    }
    voice.textContent = text;
  }
}

customElements.define("stage-ranking", StageRanking);
