/** Captions in the reader's language, else the first there are. */
export function chooseTrack<T extends { language: string }>(tracks: readonly T[], language: string): T | undefined {
  return tracks.find((track) => track.language.startsWith(language)) ?? tracks[0];
}
