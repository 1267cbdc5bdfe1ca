import { describe, expect, it } from "vitest";
import { buttonFor, isTyping } from "./keys.ts";
import { moved } from "./ranking.ts";
import { left, serverOffset } from "./timing.ts";
import "./stage-ranking.island.ts";

describe("the time that is left", () => {
  it("counts down to zero and no further", () => {
    expect(left(245_000)).toBe("4:05");
    expect(left(3_845_000)).toBe("1:04:05");
    expect(left(-5)).toBe("0:00");
  });
  it("goes by the server's clock", () => {
    expect(serverOffset("2022-05-02T08:00:00Z", Date.parse("2022-05-02T07:59:00Z"))).toBe(60_000);
    expect(serverOffset(undefined, 1)).toBe(0);
  });
});

describe("a ranking", () => {
  it("moves one up or down and keeps all", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"]);
    expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  });
});

describe("keys of the desk", () => {
  const page = document.createElement("div");
  page.innerHTML =
    '<button data-global-key="n" id="next"></button><div data-card><button data-key="b" id="here"></button></div>' +
    '<div data-card><button data-key="b" id="there"></button></div><input id="text"><input type="checkbox" id="box">';
  it("press the button of the card that has the focus", () => {
    expect(buttonFor(page, "b", page.querySelector("#there"))?.id).toBe("there");
    expect(buttonFor(page, "n", page.querySelector("#there"))?.id).toBe("next");
    expect(buttonFor(page, "b", page)).toBeUndefined();
  });
  it("are letters for whoever writes", () => {
    expect(isTyping(page.querySelector("#text"))).toBe(true);
    expect(isTyping(page.querySelector("#box"))).toBe(false);
  });
});

describe("a ranking", () => {
  it("keeps its order and its buttons when a live update takes it out and puts it back", () => {
    const item = (name: string) => `<div class="ranking__item"><span class="ranking__text">${name}</span></div>`;
    const ranking = document.createElement("stage-ranking");
    ranking.dataset.textUp = "nach oben";
    ranking.innerHTML = item("Zeit") + item("Geld");
    document.body.replaceChildren(ranking);
    ranking.querySelector<HTMLElement>("[aria-label='Geld: nach oben']")?.click();
    ranking.remove();
    document.body.append(ranking);
    expect([...ranking.querySelectorAll(".ranking__text")].map((each) => each.textContent)).toEqual(["Geld", "Zeit"]);
    expect(ranking.querySelectorAll("button")).toHaveLength(4);
  });
});
