import { swap } from "../../../services/live/islands/pieces.ts";
import { buttonFor, isTyping } from "./keys.ts";

const BETWEEN = 4_000; // milliseconds between two sentences to a screen reader
const PAUSE = 400; // milliseconds between two fetches of one part: a crowd supports faster than one can read
const KEYS_OFF = "stage-desk-keys-off";

/** `<stage-desk>`: acts without leaving the page, parts that follow the stage, and the whole moderation by keyboard. */
class StageDesk extends HTMLElement {
  private readonly waiting = new Set<string>();
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private readonly unsaid = new Map<string, string>();
  private isSaying = false;
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
    const html = answer?.ok && !answer.redirected ? await answer.text() : "";
    const isPressed = this.querySelector(`#desk-${name}`)?.matches(":active"); // replaced now, it would lose the click
    if (html && !isPressed) this.show(name, html);
    else if (html || !answer || answer.status >= 500) this.plan(name);
  }

  private show(name: string, html: string): void {
    const old = this.querySelector<HTMLElement>(`#desk-${name}`);
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild as HTMLElement | null;
    if (!old || !fresh) return;
    if (fresh.dataset.says !== old.dataset.says) this.say(name, fresh.dataset.says ?? "");
    swap(old, document.importNode(fresh, true));
  }

  /** How each part stands, in batches: of what changed twice only the latest. */
  private say(name: string, sentence: string): void {
    this.unsaid.set(name, sentence);
    if (this.isSaying) return;
    this.isSaying = true;
    setTimeout(() => {
      const place = this.querySelector("[data-desk-voice]");
      if (place) place.textContent = [...this.unsaid.values()].filter(Boolean).join(" ");
      this.unsaid.clear();
      this.isSaying = false;
    }, BETWEEN);
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
    this.note(form, answer && answer.status < 500 ? "" : (this.dataset.textOffline ?? ""));
    if (!answer || answer.status >= 500) return; // what was typed is still there; the sentence says so
    if (answer.redirected || !answer.ok) {
      location.reload(); // signed out, or the thing is gone: the page says so
      return;
    }
    const html = await answer.text();
    if (!html.includes('role="alert"')) form.reset();
    this.show(name, html);
  }

  /** A sentence beside the form that could not be sent. */
  private note(form: HTMLFormElement, text: string): void {
    form.parentElement?.querySelector(":scope > [data-desk-note]")?.remove();
    if (!text) return;
    const note = document.createElement("p");
    note.dataset.deskNote = "";
    note.className = "field__error";
    note.setAttribute("role", "alert");
    note.textContent = text;
    form.after(note);
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
    button?.scrollIntoView({ block: "nearest" });
    button?.click();
    return button !== undefined;
  }

  private walk(step: number): void {
    const cards = [
      ...this.querySelectorAll<HTMLElement>("#desk-questions [data-card], #desk-reports [data-card]"),
    ].filter((card) => card.checkVisibility?.() ?? true);
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
