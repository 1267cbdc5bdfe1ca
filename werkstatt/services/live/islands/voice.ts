const BETWEEN = 3_000;
const MOST_WAITING = 5;

/** Sentences for screen readers: politely, at most one in three seconds; of a flood the newest few. */
export class Voice {
  private waiting: string[] = [];
  private isSpeaking = false;
  private readonly place: () => Element | null;

  constructor(place: () => Element | null) {
    this.place = place;
  }

  say(sentence: string): void {
    if (!sentence || this.waiting.at(-1) === sentence) return;
    this.waiting = [...this.waiting, sentence].slice(-MOST_WAITING);
    if (!this.isSpeaking) this.next();
  }

  private next(): void {
    const sentence = this.waiting.shift();
    this.isSpeaking = sentence !== undefined;
    if (sentence === undefined) return;
    const place = this.place();
    if (place) place.textContent = sentence;
    setTimeout(() => this.next(), BETWEEN);
  }
}
