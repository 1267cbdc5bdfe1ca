/** `<live-talk>`: a room on a LiveKit server, with our own surface: people as tiles, microphone, camera, screen, leave. */
import type { Participant, Room, Track } from "livekit-client";

class LiveTalk extends HTMLElement {
  private room: Room | null = null;
  private readonly found = new AbortController();

  async connectedCallback(): Promise<void> {
    const { Room, RoomEvent } = await import("livekit-client");
    if (!this.isConnected) return;
    const room = new Room({ adaptiveStream: true, dynacast: true });
    this.room = room;
    const draw = () => this.draw();
    for (const event of [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.TrackSubscribed,
    ] as const)
      room.on(event, draw);
    for (const event of [RoomEvent.TrackUnsubscribed, RoomEvent.LocalTrackPublished, RoomEvent.TrackMuted] as const)
      room.on(event, draw);
    room.on(RoomEvent.LocalTrackUnpublished, draw);
    room.on(RoomEvent.TrackUnmuted, draw);
    room.on(RoomEvent.ActiveSpeakersChanged, draw);
    room.on(RoomEvent.Reconnecting, () => this.tell("away"));
    room.on(RoomEvent.Reconnected, () => this.draw());
    room.on(RoomEvent.Disconnected, () => this.tell("ended"));
    for (const name of ["microphone", "camera", "screen", "leave"] as const)
      this.button(name)?.addEventListener("click", () => this.press(name), { signal: this.found.signal });
    try {
      await room.connect(this.dataset.url ?? "", this.dataset.token ?? "");
      this.draw();
    } catch {
      this.tell("refused");
    }
  }

  disconnectedCallback(): void {
    this.found.abort();
    this.room?.disconnect();
  }

  private button(name: string): HTMLButtonElement | null {
    return this.querySelector(`[data-talk="${name}"]`);
  }

  private tell(state: "away" | "ended" | "refused" | "blocked" | ""): void {
    const line = this.querySelector("[data-talk-state]");
    const text = state ? (this.dataset[state] ?? "") : "";
    if (line && line.textContent !== text) line.textContent = text;
  }

  private async press(name: "microphone" | "camera" | "screen" | "leave"): Promise<void> {
    const me = this.room?.localParticipant;
    if (!me) return;
    try {
      if (name === "leave") await this.room?.disconnect();
      else if (name === "microphone") await me.setMicrophoneEnabled(!me.isMicrophoneEnabled);
      else if (name === "camera") await me.setCameraEnabled(!me.isCameraEnabled);
      else await me.setScreenShareEnabled(!me.isScreenShareEnabled);
      if (name !== "leave") this.draw();
    } catch {
      this.tell("blocked");
    }
  }

  /** Tiles are kept by identity, so that a running picture is never torn down for somebody else's arrival. */
  private draw(): void {
    const room = this.room;
    const list = this.querySelector("[data-talk-people]");
    if (!room || !list) return;
    this.tell("");
    const people: Participant[] = [room.localParticipant, ...room.remoteParticipants.values()];
    const known = new Set(people.map((person) => person.identity));
    for (const tile of [...list.children]) if (!known.has((tile as HTMLElement).dataset.identity ?? "")) tile.remove();
    for (const person of people) this.drawPerson(list, person, person === room.localParticipant);
    const me = room.localParticipant;
    const on = { microphone: me.isMicrophoneEnabled, camera: me.isCameraEnabled, screen: me.isScreenShareEnabled };
    for (const [name, isOn] of Object.entries(on)) this.button(name)?.setAttribute("aria-pressed", String(isOn));
  }

  private drawPerson(list: Element, person: Participant, isMe: boolean): void {
    let tile = [...list.children].find((each) => (each as HTMLElement).dataset.identity === person.identity);
    if (!tile) {
      tile = list.appendChild(document.createElement("li"));
      tile.className = "talk__person";
      (tile as HTMLElement).dataset.identity = person.identity;
      const name = tile.appendChild(document.createElement("span"));
      name.className = "talk__name";
      name.textContent = isMe ? `${person.name} (${this.dataset.you})` : (person.name ?? "");
    }
    tile.classList.toggle("talk__person--speaking", person.isSpeaking);
    const tracks = [...person.trackPublications.values()].flatMap((each) =>
      each.track && !each.isMuted ? [each.track] : [],
    );
    this.attach(
      tile,
      tracks.filter((track) => track.kind === "video" || !isMe),
    );
  }

  private attach(tile: Element, tracks: readonly Track[]): void {
    const wanted = new Set(tracks.map((track) => track.sid ?? ""));
    for (const shown of tile.querySelectorAll<HTMLMediaElement>("[data-track]"))
      if (!wanted.has(shown.dataset.track ?? "")) shown.remove();
    for (const track of tracks) {
      if (tile.querySelector(`[data-track="${track.sid}"]`)) continue;
      const element = track.attach();
      element.dataset.track = track.sid;
      tile.prepend(element);
    }
  }
}

customElements.define("live-talk", LiveTalk);
