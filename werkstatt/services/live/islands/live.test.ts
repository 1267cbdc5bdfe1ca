import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HotForms, type Page, type Reply, values } from "./hot.ts";
import { Mine } from "./mine.ts";
import { arrange, drop, put, swap } from "./pieces.ts";
import { Tab } from "./shared.ts";
import { type News, pause, Stream } from "./stream.ts";
import { Voice } from "./voice.ts";
import { Cursors } from "./wire.ts";

const li = (id: string, order: string, text = id) => ({
  id,
  into: "list",
  order,
  html: `<li id="${id}" data-order="${order}">${text}</li>`,
});
const ids = () => [...document.querySelectorAll("#list > *")].map((each) => each.id);

beforeEach(() => {
  document.body.innerHTML = '<p data-live-empty="list">Noch nichts</p><ul id="list"></ul>';
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// -- where one stands ---------------------------------------------------------------------------------------------------
test("an event is taken once, whatever the server repeats, and other topics are none of our business", () => {
  const cursors = new Cursors(["stage:1", "person:2"], "7.2,0.0");
  const frame = { id: "stage:1@7.4", events: [2, 3, 4].map((s) => ({ t: "stage:1", s, k: "x" })) };
  expect(cursors.fresh(frame).map((event) => event.s)).toEqual([3, 4]);
  expect(cursors.fresh(frame)).toEqual([]);
  expect(cursors.fresh({ id: "stage:9@7.1", events: [{ t: "stage:9", s: 1, k: "x" }] })).toEqual([]);
  expect(cursors.fresh({ id: "", events: [{ k: "state" }, { t: "stage:9", k: "presence" }] })).toEqual([
    { k: "state" },
  ]);
  expect(cursors.since).toBe("7.4,0.0");
});

test("a log that began anew is believed", () => {
  const cursors = new Cursors(["stage:1"], "7.40");
  expect(cursors.fresh({ id: "stage:1@8.3", events: [{ t: "stage:1", k: "refresh" }] })).toHaveLength(1);
  expect(cursors.since).toBe("8.3");
});

test("a new tab needs a new stream only when the others have read past its page", () => {
  const tab = new Tab({ ticket: "", topics: ["a"], since: "1.5" });
  const page = (since: string) => ({ ticket: "", topics: ["a"], since });
  expect(tab.cursors.isPast(page("1.5"))).toBe(false);
  expect(tab.cursors.isPast(page("1.9"))).toBe(false);
  expect(tab.cursors.isPast(page("1.4"))).toBe(true);
  expect(tab.cursors.isPast({ ticket: "", topics: ["b"], since: "0.0" })).toBe(true);
});

// -- fragments ------------------------------------------------------------------------------------------------------------
test("pieces stand in their order, whenever they come, and the note of an empty list goes and returns", () => {
  for (const order of ["02", "03", "01"]) put(li(`q${order}`, order));
  expect(ids()).toEqual(["q01", "q02", "q03"]);
  expect(document.querySelector("p")?.hidden).toBe(true);
  put(li("q01", "09", "anders"));
  expect(ids()).toEqual(["q02", "q03", "q01"]);
  expect(document.getElementById("q01")?.textContent).toBe("anders");
  arrange("list", ["q01", "q03"]);
  expect(ids()).toEqual(["q01", "q03", "q02"]);
  for (const id of ids()) drop(id);
  expect(document.querySelector("p")?.hidden).toBe(false);
});

test("a piece without a place on this page changes nothing; one that moves leaves its old place", () => {
  expect(put({ ...li("q1", "1"), into: "elsewhere" })).toBeUndefined();
  put(li("q1", "1"));
  document.body.insertAdjacentHTML("beforeend", '<ol id="stage"></ol>');
  put({ ...li("q1", "1"), into: "stage" });
  expect([ids(), document.querySelector("#stage > #q1")?.id]).toEqual([[], "q1"]);
});

test("whoever types is not disturbed: text, caret, ticks and opened details stay", () => {
  const inner = (label: string) =>
    `<details><summary>${label}</summary><textarea name="reply"></textarea><input type="checkbox" name="b" value="1"></details>`;
  put(li("q1", "1", inner("alt")));
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  const details = document.querySelector("details") as HTMLDetailsElement;
  details.open = true;
  (document.querySelector("input") as HTMLInputElement).checked = true;
  field.value = "Guten Tag";
  field.focus();
  field.setSelectionRange(2, 5);
  put(li("q1", "5", inner("neu")));
  const now = document.querySelector("textarea") as HTMLTextAreaElement;
  expect(now).not.toBe(field);
  expect(document.querySelector("summary")?.textContent).toBe("neu");
  expect([now.value, now.selectionStart, now.selectionEnd]).toEqual(["Guten Tag", 2, 5]);
  expect(document.activeElement).toBe(now);
  expect((document.querySelector("details") as HTMLDetailsElement).open).toBe(true);
  expect((document.querySelector("input") as HTMLInputElement).checked).toBe(true);
});

test("what was opened and is gone opens nothing else in its place", () => {
  document.body.innerHTML = '<div id="a"><details id="one" open></details><details id="two"></details></div>';
  const fresh = document.createElement("div");
  fresh.id = "a";
  fresh.innerHTML = '<details id="two"></details><details id="three"></details>';
  swap(document.getElementById("a") as HTMLElement, fresh);
  expect([...document.querySelectorAll("details")].map((each) => each.open)).toEqual([false, false]);
});

test("what a page wants to keep is carried over as it is", () => {
  document.body.innerHTML = '<div id="a"><video id="v" data-live-keep></video></div>';
  const video = document.querySelector("video");
  const fresh = document.createElement("div");
  fresh.innerHTML = '<video id="v" data-live-keep></video><p>neu</p>';
  swap(document.getElementById("a") as Element, fresh);
  expect(document.querySelector("video")).toBe(video);
  expect(document.querySelector("p")?.textContent).toBe("neu");
});

test("what is mine is shown on every piece and changes with a reply", () => {
  const html = `<button data-press-mine="support-1">+</button><a data-if-mine="own-1">x</a><i data-unless-mine="own-1"></i>`;
  const mine = new Mine("support-1 other");
  put(li("q1", "1", html));
  mine.show(document);
  const button = document.querySelector("button");
  expect([button?.getAttribute("aria-pressed"), document.querySelector("a")?.hidden]).toEqual(["true", true]);
  mine.change({ "support-1": false, "own-1": true });
  expect(button?.getAttribute("aria-pressed")).toBe("false");
  expect([document.querySelector("a")?.hidden, document.querySelector("i")?.hidden]).toEqual([false, true]);
});

// -- the voice --------------------------------------------------------------------------------------------------------------
test("at most one sentence in three seconds, of a flood the newest five", () => {
  vi.useFakeTimers();
  const place = document.createElement("p");
  const voice = new Voice(() => place);
  const said: (string | null)[] = [];
  voice.say("0");
  said.push(place.textContent);
  for (let number = 1; number < 20; number++) voice.say(`${number}`);
  for (let step = 0; step < 8; step++) {
    vi.advanceTimersByTime(3_000);
    said.push(place.textContent);
  }
  expect(said).toEqual(["0", "15", "16", "17", "18", "19", "19", "19", "19"]);
});

// -- the line -----------------------------------------------------------------------------------------------------------------
class FakeSource {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onopen: (() => void) | undefined;
  onmessage: ((message: { data: string; lastEventId: string }) => void) | undefined;
  onerror: (() => void) | undefined;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    FakeSource.all.push(this);
  }

  close(): void {
    this.readyState = 2;
  }
}

test("a line that breaks comes back with the places reached, and a silent one is given up", () => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  FakeSource.all = [];
  const tab = new Tab({ ticket: "T", topics: ["a"], since: "1.0" });
  const heard: News[] = [];
  const stream = new Stream(
    () => [tab.part],
    (news) => {
      heard.push(news);
      if (news.type === "frame") tab.cursors.fresh(news.frame);
    },
  );
  stream.open();
  const [first] = FakeSource.all;
  first?.onopen?.();
  first?.onmessage?.({ data: '[{"t":"a","s":1,"k":"x"}]', lastEventId: "a@1.1" });
  first?.onmessage?.({ data: '[{"k":"state","database":"away"}]', lastEventId: "a@1.1" });
  first?.onmessage?.({ data: "[]", lastEventId: "a@1.1" });
  first?.onerror?.();
  vi.advanceTimersByTime(2_000);
  expect(FakeSource.all.map((each) => each.url)).toEqual(["/live/?ticket=T&since=1.0", "/live/?ticket=T&since=1.1"]);
  expect(heard.map((news) => (news.type === "frame" ? news.frame.id : news.type))).toEqual([
    "state",
    "a@1.1",
    "",
    "state",
  ]);
  FakeSource.all[1]?.onopen?.();
  vi.advanceTimersByTime(45_000);
  expect(FakeSource.all.length).toBeGreaterThan(2);
  stream.close();
});

test("attempts spread out and grow rarer", () => {
  expect(pause(0, 0)).toBeLessThan(200);
  expect(pause(0, 1)).toBe(1_500);
  expect(pause(20, 1)).toBe(30_000);
});

// -- hot forms ----------------------------------------------------------------------------------------------------------------
const FORM = `<form data-hot="test.say" data-hot-clear><input name="csrfmiddlewaretoken" value="s">
  <input name="text" value=""><input type="checkbox" name="tag" value="a" checked><input type="checkbox" name="tag" value="b" checked>
  <button name="as" value="me">Senden</button></form>`;

function page(): Page & { replies: Reply[]; renewed: number } {
  return {
    replies: [],
    renewed: 0,
    ticket: () => "T",
    apply(reply) {
      this.replies.push(reply);
    },
    renew() {
      this.renewed++;
      return Promise.resolve();
    },
    text: () => "Noch nicht gesendet",
  };
}

function press(text: string): HTMLFormElement {
  const form = document.querySelector("form") as HTMLFormElement;
  (form.elements.namedItem("text") as HTMLInputElement).value = text;
  form.dispatchEvent(
    new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter: form.querySelector("button") }),
  );
  return form;
}

function answers(...all: (Response | Error)[]): { body: { key: string; data: unknown } }[] {
  const sent: { body: { key: string; data: unknown } }[] = [];
  vi.stubGlobal("fetch", (_url: string, request: { body: string }) => {
    sent.push({ body: JSON.parse(request.body) });
    const next = all.shift();
    return next instanceof Response ? Promise.resolve(next) : Promise.reject(next);
  });
  return sent;
}

const json = (status: number, value: unknown) => new Response(JSON.stringify(value), { status });

test("a form is sent with its fields and its button, without the secret of the session", async () => {
  document.body.innerHTML = FORM;
  const own = page();
  const deaf = new HotForms(own).listen();
  const sent = answers(json(200, { mine: { a: true } }));
  const form = press("Hallo");
  expect(form.getAttribute("aria-busy")).toBe("true");
  await vi.waitFor(() => expect(own.replies).toEqual([{ mine: { a: true } }]));
  expect(sent[0]?.body.data).toEqual({ text: "Hallo", tag: ["a", "b"], as: "me" });
  expect(values(form).text).toBe("");
  deaf();
});

test("what the network lost is sent again under the same key; the sentence of a refusal stands at the form", async () => {
  vi.useFakeTimers();
  document.body.innerHTML = FORM;
  const own = page();
  const deaf = new HotForms(own).listen();
  const sent = answers(new TypeError(), json(503, {}), json(422, { error: "Das ist leer." }));
  const form = press("Hallo");
  await vi.advanceTimersByTimeAsync(0);
  expect(form.querySelector("[data-hot-note]")?.textContent).toBe("Noch nicht gesendet");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((each) => each.body.key)).size).toBe(1);
  expect(form.querySelector("[data-hot-note]")?.textContent).toBe("Das ist leer.");
  expect([values(form).text, own.replies]).toEqual(["Hallo", []]);
  deaf();
});

test("an old ticket is renewed once", async () => {
  document.body.innerHTML = FORM;
  const own = page();
  const deaf = new HotForms(own).listen();
  const sent = answers(json(403, {}), json(403, { error: "Sie können hier nicht mitwirken." }));
  const form = press("Hallo");
  await vi.waitFor(() => expect(form.querySelector("[data-hot-note]")?.textContent).toContain("nicht mitwirken"));
  expect([own.renewed, sent.length]).toEqual([1, 2]);
  deaf();
});
