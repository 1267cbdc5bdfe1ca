import type { Piece } from "./pieces.ts";

export interface Reply {
  mine?: Record<string, boolean>;
  put?: Piece[];
  say?: string;
  error?: string;
}

/** What the forms need of their page. `renew` fetches a new ticket. */
export interface Page {
  ticket(): string;
  apply(reply: Reply): void;
  renew(): Promise<void>;
  text(name: "waiting"): string;
}

interface Sending {
  form: HTMLFormElement;
  body: { name: string; data: Record<string, string | string[]>; key: string };
  failures: number;
  isRenewed: boolean;
}

const TIMEOUT = 15_000;
const LONGEST_WAIT = 20_000;

/** Forms with `data-hot="stage.vote"`: sent past Django, kept while the connection is away, carried out once. */
export class HotForms {
  private readonly page: Page;
  private readonly busy = new Map<HTMLFormElement, Sending>();

  constructor(page: Page) {
    this.page = page;
  }

  listen(): () => void {
    const heard = (event: SubmitEvent) => this.submitted(event);
    document.addEventListener("submit", heard);
    return () => document.removeEventListener("submit", heard);
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.hot || event.defaultPrevented) return;
    event.preventDefault();
    if (this.busy.has(form)) return; // pressed twice
    const data = values(form, event.submitter);
    const sending = { form, body: { name: form.dataset.hot, data, key: newKey() }, failures: 0, isRenewed: false };
    this.busy.set(form, sending);
    note(form, "");
    form.setAttribute("aria-busy", "true");
    void this.send(sending);
  }

  private async send(sending: Sending): Promise<void> {
    const answer = await this.post(sending);
    if (answer?.status === 403 && !sending.isRenewed) {
      sending.isRenewed = true;
      await this.page.renew().catch(() => undefined);
      void this.send(sending);
    } else if (!answer || answer.status >= 500) {
      this.later(sending);
    } else {
      const reply = (await answer.json().catch(() => ({}))) as Reply;
      this.done(sending, answer.ok ? reply : { error: reply.error ?? `${answer.status}` });
    }
  }

  private post(sending: Sending): Promise<Response | undefined> {
    return fetch("/live/commands/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ticket: this.page.ticket(), ...sending.body }),
      signal: AbortSignal.timeout(TIMEOUT),
    }).catch(() => undefined);
  }

  /** Nobody knows whether it arrived: send it again with the same key, and say so. */
  private later(sending: Sending): void {
    note(sending.form, this.page.text("waiting"));
    const wait = Math.min(1_000 * 2 ** sending.failures++, LONGEST_WAIT) * (0.5 + Math.random() / 2);
    setTimeout(() => void this.send(sending), wait);
  }

  private done(sending: Sending, reply: Reply): void {
    const { form, body } = sending;
    this.busy.delete(form);
    form.removeAttribute("aria-busy");
    note(form, reply.error ?? "");
    if (reply.error) return;
    if ("hotClear" in form.dataset && isUnchanged(form, body.data)) form.reset();
    this.page.apply(reply);
    form.dispatchEvent(new CustomEvent("live:sent", { bubbles: true, detail: reply }));
  }
}

/** The fields of a form and the pressed button; several values of one name as a list. Files and the CSRF token stay. */
export function values(form: HTMLFormElement, submitter?: HTMLElement | null): Record<string, string | string[]> {
  const all = new FormData(form);
  const name = submitter?.getAttribute("name");
  if (name) all.append(name, submitter?.getAttribute("value") ?? "");
  const found: Record<string, string | string[]> = {};
  for (const name of new Set(all.keys())) {
    const texts = all.getAll(name).filter((value) => typeof value === "string");
    if (name !== "csrfmiddlewaretoken" && texts[0] !== undefined) found[name] = texts.length > 1 ? texts : texts[0];
  }
  return found;
}

function isUnchanged(form: HTMLFormElement, sent: Record<string, string | string[]>): boolean {
  return Object.entries(values(form)).every(([name, value]) => String(sent[name]) === String(value));
}

/** The sentence of a form: why it was refused, or that it waits. */
function note(form: HTMLFormElement, text: string): void {
  let place = form.querySelector<HTMLElement>("[data-hot-note]");
  if (!place && text) {
    place = document.createElement("p");
    place.dataset.hotNote = "";
    place.className = "live-note";
    place.setAttribute("role", "alert");
    form.append(place);
  }
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
}

/** For once-only; `randomUUID` exists on secure pages alone. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
