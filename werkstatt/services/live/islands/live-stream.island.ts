import { HotForms, type Page, type Reply } from "./hot.ts";
import { Mine } from "./mine.ts";
import { arrange, drop, type Piece, put, showEmpty } from "./pieces.ts";
import { fetchAgain, PageIsGone } from "./root.ts";
import { type Line, OwnLine, SharedLine } from "./shared.ts";
import { type News, pause } from "./stream.ts";
import { Voice } from "./voice.ts";
import { Cursors, type Frame, type LiveEvent } from "./wire.ts";

const CROWD = 3_000; // milliseconds over which pages spread when all must fetch themselves again
const PATIENCE = 2_000; // a line that is back by then was never away

/** `<live-stream>`: keeps the page as the server knows it, and says how the line stands. */
class LiveStream extends HTMLElement implements Page {
  private cursors = new Cursors([], "");
  private mine = new Mine("");
  private line: Line | undefined;
  private readonly voice = new Voice(() => this.querySelector("[data-live-voice]"));
  private held: Frame[] | undefined;
  private renewing: Promise<void> | undefined;
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private deaf: (() => void) | undefined;
  private readonly hide = () => this.line?.close();
  private readonly show = (event: PageTransitionEvent) => event.persisted && void this.renew().catch(() => undefined);

  connectedCallback(): void {
    this.deaf = new HotForms(this).listen();
    addEventListener("pagehide", this.hide);
    addEventListener("pageshow", this.show);
    this.line = this.connect();
    this.begin();
  }

  disconnectedCallback(): void {
    this.deaf?.();
    removeEventListener("pagehide", this.hide);
    removeEventListener("pageshow", this.show);
    this.line?.close();
  }

  // -- what forms ask ---------------------------------------------------------------------------------------------
  ticket(): string {
    return this.dataset.ticket ?? "";
  }

  text(name: string): string {
    return this.getAttribute(`data-text-${name}`) ?? "";
  }

  apply(reply: Reply): void {
    for (const piece of reply.put ?? []) this.put(piece);
    this.mine.change(reply.mine ?? {});
    if (reply.say) this.voice.say(reply.say);
  }

  /** The live part of the page and its ticket, fetched again; what arrives meanwhile waits. */
  renew(): Promise<void> {
    this.renewing ??= this.fetched().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  // -- the line ------------------------------------------------------------------------------------------------------
  private connect(): Line {
    const tell = (news: News) => this.hear(news);
    const url = this.dataset.worker;
    if (!url || typeof SharedWorker === "undefined") return new OwnLine(tell);
    try {
      return new SharedLine(
        new SharedWorker(url, { type: "module", name: `live-${document.documentElement.lang}` }),
        tell,
      );
    } catch {
      return new OwnLine(tell);
    }
  }

  private begin(): void {
    const topics = (this.dataset.topics ?? "").split(" ").filter(Boolean);
    this.cursors = new Cursors(topics, this.dataset.since ?? "");
    this.mine = new Mine(this.dataset.mine ?? "");
    this.mine.show(document);
    showEmpty();
    this.line?.open({ ticket: this.ticket(), topics, since: this.cursors.since });
  }

  private hear(news: News): void {
    if (news.type === "state") this.state(news.state);
    else if (news.type === "refused") this.again(0);
    else if (this.held) this.held.push(news.frame);
    else this.take(news.frame);
  }

  private take(frame: Frame): void {
    for (const event of this.cursors.fresh(frame)) this.happen(event);
  }

  private async fetched(): Promise<void> {
    this.held ??= [];
    try {
      const fresh = await fetchAgain(this);
      for (const name of ["ticket", "topics", "since", "mine"]) this.dataset[name] = fresh.dataset[name] ?? "";
      const held = this.held;
      this.held = undefined;
      this.begin();
      for (const frame of held) this.take(frame);
    } finally {
      for (const frame of this.held ?? []) this.take(frame);
      this.held = undefined;
    }
  }

  /** Fetch the page again, until it works or the page is gone. */
  private again(failures: number): void {
    const wait = failures ? pause(failures) : Math.random() * CROWD;
    setTimeout(() => {
      this.renew().catch((error: unknown) => {
        if (error instanceof PageIsGone) this.end();
        else this.again(failures + 1);
      });
    }, wait);
  }

  private end(): void {
    this.line?.close();
    this.state("ended");
  }

  // -- what happens --------------------------------------------------------------------------------------------------
  private happen(event: LiveEvent): void {
    const doing: Record<string, () => void> = {
      put: () => this.put(event as unknown as Piece),
      drop: () => drop(String(event.id)),
      arrange: () => arrange(String(event.into), event.ids as string[]),
      mine: () => this.mine.change(event.mine as Record<string, boolean>),
      say: () => this.voice.say(String(event.text)),
      refresh: () => this.again(0),
      revoked: () => this.again(0),
      presence: () => count(event),
      state: () => this.state(event.database === "away" ? "paused" : "connected"),
    };
    doing[event.k]?.();
    document.dispatchEvent(new CustomEvent(`live:${event.k}`, { detail: event }));
  }

  private put(piece: Piece): void {
    const element = put(piece);
    if (element) this.mine.show(element);
  }

  /** Nothing is said of an interruption shorter than PATIENCE, nor of the first connection. */
  private state(state: "connected" | "lost" | "paused" | "ended"): void {
    clearTimeout(this.quiet);
    const before = this.dataset.state;
    const place = this.querySelector("[data-live-state]");
    const say = () => {
      this.dataset.state = state;
      if (place) place.textContent = before === undefined && state === "connected" ? "" : this.text(state);
    };
    if (state === "connected" && before !== "connected") say();
    else if (state === "ended") say();
    else if (state !== before) this.quiet = setTimeout(say, PATIENCE);
  }
}

/** `data-live-count="on_site"`, `"online"` or `"total"`, of `data-live-topic` where the page hears several places. */
function count(event: LiveEvent): void {
  const [onSite, online] = [Number(event.on_site), Number(event.online)];
  const counts: Record<string, number> = { on_site: onSite, online, total: onSite + online };
  for (const place of document.querySelectorAll<HTMLElement>("[data-live-count]")) {
    if (place.dataset.liveTopic && place.dataset.liveTopic !== event.t) continue;
    const number = counts[place.dataset.liveCount ?? ""];
    if (number !== undefined) place.textContent = number.toLocaleString(document.documentElement.lang || "de");
  }
}

customElements.define("live-stream", LiveStream);
