import type { Frame, LiveEvent, Part } from "./wire.ts";

/** What a stream tells: a frame, how the line stands, or that its tickets are no longer good. */
export type News =
  | { type: "frame"; frame: Frame }
  | { type: "state"; state: "connected" | "lost" }
  | { type: "refused" };

const FIRST_WAIT = 1_500;
const LONGEST_WAIT = 30_000;
const SILENCE = 40_000; // the server beats every 15 s

/** One line to the server that comes back by itself: later and later, and never all at the same moment. */
export class Stream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private readonly tell: (news: News) => void;
  private readonly parts: () => Part[];

  /** `parts` is asked at every attempt: tickets with the places reached by then. */
  constructor(parts: () => Part[], tell: (news: News) => void) {
    this.parts = parts;
    this.tell = tell;
    globalThis.addEventListener?.("online", () => this.timer && this.open());
  }

  open(): void {
    this.close();
    const parts = this.parts();
    if (!parts.length) return;
    const source = new EventSource(address(parts));
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      this.listen();
      this.tell({ type: "state", state: "connected" });
    };
    source.onmessage = (message) => {
      this.listen();
      const events = JSON.parse(message.data) as LiveEvent[];
      const id = events.some((event) => event.s !== undefined || event.k === "refresh") ? message.lastEventId : "";
      if (events.length) this.tell({ type: "frame", frame: { id, events } });
    };
    source.onerror = () => this.failed(source.readyState === EventSource.CLOSED);
    this.listen();
  }

  close(): void {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    this.timer = undefined;
    this.source?.close();
    this.source = undefined;
  }

  /** The server answered without a stream (`isRefused`), or the line broke. */
  private failed(isRefused: boolean): void {
    this.close();
    this.tell({ type: "state", state: "lost" });
    const wait = pause(this.failures++);
    this.timer = setTimeout(() => (isRefused ? this.ask() : this.open()), wait);
  }

  /** An EventSource does not say why it was refused: only a 403 means that a new ticket is needed. */
  private async ask(): Promise<void> {
    const status = await fetch(address(this.parts()), { method: "HEAD", cache: "no-store" }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 403 || status === 400) this.tell({ type: "refused" });
    else this.open();
  }

  private listen(): void {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => this.failed(false), SILENCE);
  }
}

export function address(parts: Part[]): string {
  const query = parts.flatMap((part) => [`ticket=${encodeURIComponent(part.ticket)}`, `since=${part.since}`]);
  return `/live/?${query.join("&")}`;
}

/** Milliseconds before attempt number `failures` + 1. */
export function pause(failures: number, chance = Math.random()): number {
  return Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT) * (0.1 + 0.9 * chance);
}
