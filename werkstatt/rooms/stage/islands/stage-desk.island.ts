import { swap } from "../../../services/live/islands/pieces.ts";
import { buttonFor, isTyping } from "./keys.ts";

const PAUSE = 400; // milliseconds between two fetches of one part: a crowd supports faster than one can read
const KEYS_OFF = "stage-desk-keys-off";

/** `<stage-desk>`: acts without leaving the page, parts that follow the stage, and the whole moderation by keyboard. */
class StageDesk extends HTMLElement {
  private readonly waiting = new Set<string>();
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private readonly nudged = (event: Event) => this.plan((event as CustomEvent<{ part: string }>).detail.part);
  private readonly pressed = (event: KeyboardEvent) => this.key(event);

  connectedCallback(): void {
    document.addEventListener("live:nudge", this.nudged);
    document.addEventListener("live:refresh", () => this.everything());
    document.addEventListener("keydown", this.pressed);
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("change", (event) => this.keysChanged(event));
    for (const part of this.querySelectorAll<HTMLElement>("[data-every]")) {
      const name = part.id.replace("desk-", "");
      this.timers.push(setInterval(() => this.plan(name), Number(part.dataset.every) * 1_000));
    }
    const box = this.querySelector<HTMLInputElement>("[data-keys-on]");
    if (box) box.checked = this.usesKeys;
  }

  disconnectedCallback(): void {
    document.removeEventListener("live:nudge", this.nudged);
    document.removeEventListener("keydown", this.pressed);
    for (const timer of this.timers) clearInterval(timer);
  }

  // -- parts ------------------------------------------------------------------------------------------------------------
  private everything(): void {
    for (const part of this.querySelectorAll<HTMLElement>("[data-url]")) this.plan(part.id.replace("desk-", ""));
  }

  private plan(name: string): void {
    if (this.waiting.has(name)) return;
    this.waiting.add(name);
    setTimeout(() => {
      this.waiting.delete(name);
      void this.fetchPart(name);
    }, PAUSE);
  }

  private async fetchPart(name: string): Promise<void> {
    const part = this.querySelector<HTMLElement>(`#desk-${name}`);
    if (!part?.dataset.url) return;
    const answer = await fetch(part.dataset.url, { cache: "no-store" }).catch(() => undefined);
    if (answer?.ok && !answer.redirected) this.show(name, await answer.text());
    else if (!answer || answer.status >= 500) this.plan(name);
  }

  private show(name: string, html: string): void {
    const old = this.querySelector(`#desk-${name}`);
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild;
    if (old && fresh) swap(old, document.importNode(fresh, true));
  }

  // -- acts -------------------------------------------------------------------------------------------------------------
  private submitted(event: SubmitEvent): void {
    const form = event.target;
    const part = form instanceof HTMLFormElement && form.closest(".part");
    if (!part || event.defaultPrevented) return;
    event.preventDefault();
    const sure = event.submitter?.dataset.sure;
    if (sure && !confirm(sure)) return;
    void this.act(form, part.id.replace("desk-", ""), event.submitter);
  }

  private async act(form: HTMLFormElement, name: string, submitter: HTMLElement | null): Promise<void> {
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const body = new FormData(form, submitter);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Desk-Part": name } }).catch(
      () => undefined,
    );
    form.ariaBusy = "false";
    if (!answer || answer.redirected || !answer.ok) {
      location.reload(); // signed out, or the thing is gone: the page says so
      return;
    }
    const html = await answer.text();
    if (!html.includes('role="alert"')) form.reset();
    this.show(name, html);
  }

  // -- keys -------------------------------------------------------------------------------------------------------------
  private get usesKeys(): boolean {
    return localStorage.getItem(KEYS_OFF) === null;
  }

  private keysChanged(event: Event): void {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !("keysOn" in box.dataset)) return;
    if (box.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !this.usesKeys) return;
    if (event.key === "?") this.toggleHelp();
    else if (event.key === "j" || event.key === "k") this.walk(event.key === "j" ? 1 : -1);
    else if (!this.press(event.key.toLowerCase())) return;
    event.preventDefault();
  }

  private press(key: string): boolean {
    const button = buttonFor(this, key, document.activeElement);
    button?.focus();
    button?.click();
    return button !== undefined;
  }

  private walk(step: number): void {
    const cards = [...this.querySelectorAll<HTMLElement>("#desk-questions [data-card]")].filter(
      (card) => card.checkVisibility?.() ?? true,
    );
    const here = cards.findIndex((card) => card.contains(document.activeElement));
    const next = cards[Math.max(0, Math.min(cards.length - 1, here + step))];
    next?.querySelector<HTMLElement>("button")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  private toggleHelp(): void {
    const help = this.querySelector<HTMLDetailsElement>("details[data-menu]");
    if (help) help.open = !help.open;
  }
}

customElements.define("stage-desk", StageDesk);
