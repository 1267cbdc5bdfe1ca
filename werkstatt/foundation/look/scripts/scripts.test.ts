import { beforeEach, expect, test } from "vitest";
import { purge } from "../assets/purge-tokens.ts";
import { focusSummary } from "./errors.ts";
import "./dialogs.ts";
import "./early.ts";
import "./menus.ts";
import { choose, chosen } from "./themes.ts";

beforeEach(() => {
  document.body.innerHTML = "";
  localStorage.clear();
});

test("a chosen theme is kept on this device, and the system's choice leaves nothing behind", () => {
  expect(chosen()).toBe("system");
  choose("dark");
  expect([chosen(), document.documentElement.dataset.kernTheme]).toEqual(["dark", "dark"]);
  choose("system");
  expect([localStorage.length, document.documentElement.dataset.kernTheme]).toEqual([0, undefined]);
});

test("an error summary takes the focus once and not again after later swaps", () => {
  document.body.innerHTML = '<div data-error-summary tabindex="-1"></div><input>';
  focusSummary();
  expect(document.activeElement?.hasAttribute("data-error-summary")).toBe(true);
  document.querySelector("input")?.focus();
  document.dispatchEvent(new Event("htmx:after:swap"));
  expect(document.activeElement?.tagName).toBe("INPUT");
});

test("what was typed before htmx took the field up is told to it, what the server filled in is not", () => {
  document.body.innerHTML = '<form><input name="q" value="old"><input name="z"></form>';
  const [field, other] = document.querySelectorAll("input");
  let told = 0;
  field?.addEventListener("input", () => told++);
  const takeUp = (element?: Element | null) => element?.dispatchEvent(new Event("htmx:after:init", { bubbles: true }));
  field?.focus();
  takeUp(field);
  expect(told).toBe(0);
  if (field) field.value = "seeg";
  takeUp(other);
  expect(told).toBe(0);
  takeUp(field);
  takeUp(field?.form);
  expect(told).toBe(2);
});

test("a button opens its dialog and another closes it", () => {
  document.body.innerHTML =
    '<button data-opens="sure"><b>Stornieren</b></button><dialog id="sure"><button data-closes></button></dialog>';
  const dialog = document.querySelector("dialog");
  document.querySelector("b")?.click();
  expect(dialog?.open).toBe(true);
  document.querySelector<HTMLElement>("[data-closes]")?.click();
  expect(dialog?.open).toBe(false);
});

test("a menu closes by Escape and by a click elsewhere", () => {
  document.body.innerHTML = "<details data-menu open><summary>Menü</summary></details><p>Text</p>";
  const menu = document.querySelector("details");
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(menu?.open).toBe(false);
  if (menu) menu.open = true;
  document.querySelector("p")?.click();
  expect(menu?.open).toBe(false);
});

test("tokens nobody uses leave the stylesheet, with those only they used", () => {
  const css =
    ":root{--kern-color-pink-100:red;--kern-7:1px;--kern-9:var(--kern-7);--kern-8:2px;--kern-metric-space-x:var(--kern-8)}";
  expect(purge(css)).toBe(":root{--kern-8:2px;--kern-metric-space-x:var(--kern-8)}");
});
