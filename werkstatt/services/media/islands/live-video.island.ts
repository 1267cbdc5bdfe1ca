/** `<live-video>`: our player for HLS. Loads nothing before it is started; hls.js where the browser has Media Source, else the browser's own. */
import type Hls from "hls.js";
import type { ErrorData } from "hls.js";
import { chooseTrack } from "./tracks.ts";

const RETRY_MS = 5_000;
const BEHIND_SECONDS = 20;
const REMEMBERED = "captions";
const HAS_MEDIA_SOURCE = "MediaSource" in window || "ManagedMediaSource" in window;

class LiveVideo extends HTMLElement {
  private hls: Hls | null = null;
  private retry = 0;
  private readonly found = new AbortController();

  connectedCallback(): void {
    const video = this.video;
    const { signal } = this.found;
    if (HAS_MEDIA_SOURCE) {
      for (const source of video.querySelectorAll("source")) source.remove();
      video.load();
      video.controls = false;
    } else if (!video.canPlayType("application/vnd.apple.mpegurl")) {
      this.tell("impossible");
      return;
    }
    this.show("start", true);
    this.button("start")?.addEventListener("click", () => this.start(), { signal });
    this.button("captions")?.addEventListener("click", () => this.toggleCaptions(), { signal });
    this.button("audio")?.addEventListener("click", () => this.toggleAudio(), { signal });
    this.button("now")?.addEventListener("click", () => this.catchUp(), { signal });
    this.addEventListener("keydown", (event) => this.key(event), { signal });
    video.textTracks.addEventListener("addtrack", () => this.offerCaptions(), { signal });
    video.textTracks.addEventListener("change", () => this.markCaptions(), { signal });
    video.addEventListener("playing", () => this.tell("playing"), { signal });
    video.addEventListener("timeupdate", () => this.show("now", this.isBehind), { signal });
    this.show("audio", Boolean(this.audio));
    this.offerCaptions();
  }

  disconnectedCallback(): void {
    this.found.abort();
    this.stop();
  }

  private get video(): HTMLVideoElement {
    return this.querySelector("video") as HTMLVideoElement;
  }

  private get audio(): HTMLAudioElement | null {
    return this.querySelector("audio");
  }

  private button(name: string): HTMLButtonElement | null {
    return this.querySelector(`[data-player="${name}"]`);
  }

  private show(name: string, isShown: boolean): void {
    const button = this.button(name);
    if (button && button.hidden === isShown) button.hidden = !isShown;
  }

  private tell(state: "waiting" | "away" | "playing" | "impossible"): void {
    const line = this.querySelector('[data-player="state"]');
    const text = this.dataset[state] ?? "";
    if (line && line.textContent !== text) line.textContent = text;
    this.dataset.state = state;
  }

  private start(): void {
    this.show("start", false);
    this.video.controls = true;
    this.video.focus();
    this.play();
  }

  /** hls.js comes with the first start, not with the page. */
  private async play(): Promise<void> {
    if (HAS_MEDIA_SOURCE) await this.load();
    await this.video.play().catch(() => undefined); // the browser may want one more press; its own button is there now
  }

  private async load(): Promise<void> {
    const { default: Player } = await import("hls.js");
    this.stop();
    if (!Player.isSupported()) {
      this.tell("impossible");
      return;
    }
    const hls = new Player({ enableWorker: false, liveDurationInfinity: true, backBufferLength: 60 });
    this.hls = hls;
    hls.on(Player.Events.ERROR, (_event, error) => this.mend(error, Player));
    hls.on(Player.Events.SUBTITLE_TRACKS_UPDATED, () => this.offerCaptions());
    hls.loadSource(this.dataset.src ?? "");
    hls.attachMedia(this.video);
  }

  private stop(): void {
    window.clearTimeout(this.retry);
    this.hls?.destroy();
    this.hls = null;
  }

  /** A stream not yet on air answers 404; one that broke off comes back. Both are asked for again, not all at once. */
  private mend(error: ErrorData, Player: typeof Hls): void {
    if (!error.fatal || !this.hls) return;
    if (error.type === Player.ErrorTypes.MEDIA_ERROR) {
      this.hls.recoverMediaError();
      return;
    }
    this.tell(error.details === Player.ErrorDetails.MANIFEST_LOAD_ERROR ? "waiting" : "away");
    window.clearTimeout(this.retry);
    this.retry = window.setTimeout(() => this.play(), RETRY_MS * (0.75 + Math.random() / 2));
  }

  private get isBehind(): boolean {
    const edge = this.hls?.liveSyncPosition;
    return edge != null && edge - this.video.currentTime > BEHIND_SECONDS;
  }

  private catchUp(): void {
    if (this.hls?.liveSyncPosition != null) this.video.currentTime = this.hls.liveSyncPosition;
    this.show("now", false);
    this.video.focus();
  }

  private get captions(): TextTrack[] {
    return [...this.video.textTracks].filter((track) => track.kind === "captions" || track.kind === "subtitles");
  }

  private offerCaptions(): void {
    this.show("captions", this.captions.length > 0);
    const wanted = localStorage.getItem(REMEMBERED);
    if (wanted !== null && this.captions.length) this.setCaptions(wanted === "on");
    this.markCaptions();
  }

  private markCaptions(): void {
    const isOn = this.captions.some((track) => track.mode === "showing");
    this.button("captions")?.setAttribute("aria-pressed", String(isOn));
  }

  private toggleCaptions(): void {
    const isOn = !this.captions.some((track) => track.mode === "showing");
    this.setCaptions(isOn);
    localStorage.setItem(REMEMBERED, isOn ? "on" : "off");
  }

  private setCaptions(isOn: boolean): void {
    const chosen = chooseTrack(this.captions, this.dataset.language ?? "de");
    for (const track of this.captions) {
      const mode = isOn && track === chosen ? "showing" : "disabled";
      if (track.mode !== mode) track.mode = mode;
    }
    this.markCaptions();
  }

  /** Sound alone: the picture stops loading, which is the point on a narrow line. */
  private toggleAudio(): void {
    const audio = this.audio;
    if (!audio) return;
    const isAlone = Boolean(audio.hidden);
    audio.hidden = !isAlone;
    this.button("audio")?.setAttribute("aria-pressed", String(isAlone));
    this.querySelector(".player__box")?.toggleAttribute("hidden", isAlone);
    if (isAlone) {
      this.video.pause();
      this.stop();
      this.video.removeAttribute("src");
      audio.play().catch(() => undefined);
      audio.focus();
    } else {
      audio.pause();
      this.start();
    }
  }

  /** c: captions, m: mute, f: full screen; only while the focus is in the player. */
  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "c" && this.captions.length) this.toggleCaptions();
    else if (event.key === "m") this.video.muted = !this.video.muted;
    else if (event.key === "f" && document.fullscreenElement) document.exitFullscreen();
    else if (event.key === "f") this.querySelector(".player__box")?.requestFullscreen();
    else return;
    event.preventDefault();
  }
}

customElements.define("live-video", LiveVideo);
