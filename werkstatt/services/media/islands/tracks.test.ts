import { expect, test } from "vitest";
import { chooseTrack } from "./tracks.ts";

test("captions come in the reader's language, else in the first there is", () => {
  const tracks = [{ language: "en" }, { language: "de-DE" }];
  expect(chooseTrack(tracks, "de")).toBe(tracks[1]);
  expect(chooseTrack(tracks, "fr")).toBe(tracks[0]);
  expect(chooseTrack([], "de")).toBeUndefined();
});
