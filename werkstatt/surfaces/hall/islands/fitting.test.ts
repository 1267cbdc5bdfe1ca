import { describe, expect, it } from "vitest";
import { fitting } from "./fitting.ts";

describe("the type of the big screen", () => {
  it("stays as large as the scene allows", () => {
    expect(fitting(() => true)).toBe(1);
    expect(fitting((scale) => scale <= 0.82)).toBe(0.8);
  });
  it("never shrinks to nothing", () => {
    expect(fitting(() => false)).toBe(0.4);
  });
});
