/** What the server sends, and where a listener stands in it. */
export interface LiveEvent {
  /** Topic. */
  t?: string;
  /** Number in the topic; missing for what is volatile. */
  s?: number;
  /** Kind. */
  k: string;
  [name: string]: unknown;
}

export interface Frame {
  /** `<topic>@<epoch>.<seq>`; empty for what is volatile. */
  id: string;
  events: LiveEvent[];
}

export interface Cursor {
  epoch: number;
  seq: number;
}

/** A ticket with the places it stands at: one part of a stream. */
export interface Part {
  ticket: string;
  topics: string[];
  since: string;
}

export function readCursor(text: string): Cursor {
  const [epoch = 0, seq = 0] = text.split(".").map(Number);
  return { epoch, seq };
}

/** Where one page stands in each of its topics. Tells what is new to it and forgets what it had. */
export class Cursors {
  private readonly at = new Map<string, Cursor>();
  readonly topics: string[];

  constructor(topics: string[], since: string) {
    this.topics = topics;
    const parts = since.split(",");
    topics.forEach((topic, index) => {
      this.at.set(topic, readCursor(parts[index] ?? "0.0"));
    });
  }

  /** `3.57,0.0`, in the order of the topics. */
  get since(): string {
    return this.topics.map((topic) => this.text(topic)).join(",");
  }

  has(topic: string): boolean {
    return this.at.has(topic);
  }

  get(topic: string): Cursor | undefined {
    return this.at.get(topic);
  }

  /** What of a frame is new here. The place moves to the end of the frame. */
  fresh(frame: Frame): LiveEvent[] {
    if (!frame.id) return frame.events.filter((event) => !event.t || this.has(event.t));
    const split = frame.id.lastIndexOf("@");
    const here = this.at.get(frame.id.slice(0, split));
    if (!here) return [];
    const there = readCursor(frame.id.slice(split + 1));
    const isSame = here.epoch === there.epoch || here.seq === 0;
    const events = frame.events.filter((event) => event.s === undefined || !isSame || event.s > here.seq);
    if (!isSame || there.seq > here.seq) this.at.set(frame.id.slice(0, split), there);
    return events;
  }

  /** Whether somebody who reads on from here would miss something of `part`. */
  isPast(part: Part): boolean {
    const other = new Cursors(part.topics, part.since);
    return part.topics.some((topic) => {
      const [mine, theirs] = [this.at.get(topic), other.get(topic)];
      if (!mine || !theirs) return true;
      return mine.epoch === theirs.epoch ? mine.seq > theirs.seq : mine.epoch !== 0;
    });
  }

  private text(topic: string): string {
    const at = this.at.get(topic);
    return at ? `${at.epoch}.${at.seq}` : "0.0";
  }
}
