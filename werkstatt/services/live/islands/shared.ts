import { type News, Stream } from "./stream.ts";
import { Cursors, type Part } from "./wire.ts";

/** What a tab says to the worker. `lock`: a lock the tab holds as long as it lives. */
export type Wish = { type: "open"; part: Part; lock: string } | { type: "close" };

export interface Line {
  open(part: Part): void;
  close(): void;
}

/** The stream of this page alone. */
export class OwnLine implements Line {
  private tab: Tab | undefined;
  private readonly stream: Stream;

  constructor(tell: (news: News) => void) {
    this.stream = new Stream(
      () => (this.tab ? [this.tab.part] : []),
      (news) => {
        if (news.type === "frame") this.tab?.cursors.fresh(news.frame);
        tell(news);
      },
    );
  }

  open(part: Part): void {
    this.tab = new Tab(part);
    this.stream.open();
  }

  close(): void {
    this.stream.close();
  }
}

/** A place in the stream that all tabs of this browser share. */
export class SharedLine implements Line {
  private readonly port: MessagePort;
  private readonly lock = `live-${Date.now()}-${Math.random()}`;

  constructor(worker: SharedWorker, tell: (news: News) => void) {
    this.port = worker.port;
    this.port.onmessage = (message: MessageEvent<News>) => tell(message.data);
    void navigator.locks?.request(this.lock, () => new Promise(() => undefined));
  }

  open(part: Part): void {
    this.say({ type: "open", part, lock: this.lock });
  }

  close(): void {
    this.say({ type: "close" });
  }

  private say(wish: Wish): void {
    this.port.postMessage(wish);
  }
}

/** One tab as the worker knows it: its ticket, and where it stands. */
export class Tab {
  readonly cursors: Cursors;
  private readonly given: Part;

  constructor(given: Part) {
    this.given = given;
    this.cursors = new Cursors(given.topics, given.since);
  }

  get part(): Part {
    return { ...this.given, since: this.cursors.since };
  }
}

/** The worker's side: one stream for all tabs; each gets the frames of its topics. */
export class Switchboard {
  private readonly tabs = new Map<MessagePort, Tab>();
  private state: News = { type: "state", state: "lost" };
  private readonly stream = new Stream(
    () => [...this.tabs.values()].map((tab) => tab.part),
    (news) => this.pass(news),
  );

  connect(port: MessagePort): void {
    port.onmessage = (message: MessageEvent<Wish>) => {
      const wish = message.data;
      if (wish.type === "close") this.leave(port);
      else this.open(port, wish.part, wish.lock);
    };
  }

  private open(port: MessagePort, part: Part, lock: string): void {
    const isServed = this.state.type === "state" && this.state.state === "connected" && this.isServed(part);
    const isKnown = this.tabs.has(port);
    this.tabs.set(port, new Tab(part));
    if (isServed) port.postMessage(this.state);
    else this.stream.open();
    if (!isKnown) void globalThis.navigator.locks?.request(lock, () => this.leave(port));
  }

  /** Whether another tab hears the same and has read no further than the new one's page. */
  private isServed(part: Part): boolean {
    return [...this.tabs.values()].some(
      (tab) => tab.part.topics.join() === part.topics.join() && !tab.cursors.isPast(part),
    );
  }

  private leave(port: MessagePort): void {
    if (this.tabs.delete(port) && !this.tabs.size) {
      this.stream.close();
      this.state = { type: "state", state: "lost" };
    }
  }

  private pass(news: News): void {
    if (news.type === "state") this.state = news;
    for (const [port, tab] of [...this.tabs]) {
      const isTheirs = news.type !== "frame" || tab.cursors.fresh(news.frame).length > 0;
      if (isTheirs) port.postMessage(news);
    }
    if (news.type === "refused") this.tabs.clear();
  }
}
