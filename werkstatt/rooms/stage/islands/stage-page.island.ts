/** The participants' page: answers without leaving the page, reactions as they come, the chat at its end. */

const SHOWN_MS = 2400;

interface Tally extends Event {
  detail?: { kind?: string; counts?: Record<string, number> };
}

function byId<T extends HTMLElement>(id: string): T | null {
  return document.getElementById(id) as T | null;
}

/** "+12" above the reaction for a moment; calm pages show nothing. */
const fading = new Map<string, { shown: number; timer: number }>();
function showTally(counts: Record<string, number>): void {
  for (const [kind, count] of Object.entries(counts)) {
    const sign = document.querySelector<HTMLElement>(`[data-tally="${CSS.escape(kind)}"]`);
    if (!sign || count <= 0) continue;
    const before = fading.get(kind);
    if (before) window.clearTimeout(before.timer);
    const shown = (before?.shown ?? 0) + count;
    sign.textContent = `+${shown}`;
    sign.classList.remove("is-fresh");
    void sign.offsetWidth; // restarts the animation
    sign.classList.add("is-fresh");
    const timer = window.setTimeout(() => {
      sign.classList.remove("is-fresh");
      fading.delete(kind);
    }, SHOWN_MS);
    fading.set(kind, { shown, timer });
  }
}

/** "Answer" fills the form below instead of loading the page with it. */
function reply(button: HTMLButtonElement): boolean {
  const form = document.querySelector<HTMLFormElement>("form.composer--chat[data-hot]");
  const field = form?.querySelector<HTMLInputElement>("[name=reply]");
  const about = form?.querySelector<HTMLElement>("[data-replying]");
  const words = about?.querySelector<HTMLElement>("[data-replying-text]");
  if (!form || !field || !about || !words) return false;
  field.value = button.value;
  words.textContent = `${button.textContent?.trim() ?? ""}: ${button.dataset.replyTo ?? ""}`;
  about.hidden = false;
  form.querySelector<HTMLInputElement>("[name=text]")?.focus();
  return true;
}

/** "@" puts the name of whoever wrote it into the message one is writing. */
function mention(button: HTMLButtonElement): boolean {
  const field = document.querySelector<HTMLInputElement>("form.composer--chat [name=text]");
  if (!field) return false;
  const before = field.value && !field.value.endsWith(" ") ? `${field.value} ` : field.value;
  field.value = `${before}@${button.dataset.mention ?? ""} `;
  field.focus();
  return true;
}

/** What is meant for this person alone, to read and to close; the live stream says it aloud, too. */
function notice(text: string): void {
  const place = document.querySelector<HTMLElement>("[data-stage-notice]");
  const words = place?.querySelector("[data-stage-notice-text]");
  if (!place || !words) return;
  words.textContent = text;
  place.hidden = !text;
  place.toggleAttribute("data-floor", hasFloor());
}

function hasFloor(): boolean {
  return document.querySelector(".own-hand__floor") !== null;
}

function noReply(form: ParentNode): void {
  const field = form.querySelector<HTMLInputElement>("[name=reply]");
  const about = form.querySelector<HTMLElement>("[data-replying]");
  if (field) field.value = "";
  if (about) about.hidden = true;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const answer = target?.closest<HTMLButtonElement>("button[data-reply-to]");
  if (answer && reply(answer)) event.preventDefault();
  const call = target?.closest<HTMLButtonElement>("button[data-mention]");
  if (call && mention(call)) event.preventDefault();
  if (target?.closest("[data-stage-notice-off]")) notice("");
  const off = target?.closest("[data-reply-off]");
  const form = off?.closest("form[data-hot]");
  if (form) {
    event.preventDefault();
    noReply(form);
  }
});

document.addEventListener("live:tally", (event) => {
  const { kind, counts } = (event as Tally).detail ?? {};
  if (kind === "reaction" && counts) showTally(counts);
});

document.addEventListener("live:say", (event) => {
  const { t, text } = (event as CustomEvent<{ t?: string; text?: string }>).detail;
  if (t?.startsWith("voice:")) notice(text ?? "");
});

/** "You have the floor" is untrue as soon as the turn is over. */
document.addEventListener("live:put", () => {
  if (document.querySelector("[data-stage-notice][data-floor]") && !hasFloor()) notice("");
});

document.addEventListener("live:sent", (event) => {
  const isTold = event.target instanceof HTMLElement && "stageTells" in event.target.dataset;
  if (isTold) notice((event as CustomEvent<{ say?: string }>).detail.say ?? "");
  if (event.target instanceof HTMLFormElement && event.target.matches(".composer--chat")) noReply(event.target);
});

/** The newest message stays in sight, unless somebody reads further up; also when the page fetched its live part again. */
let atEnd = true;
function toEnd(): void {
  const list = byId("messages");
  if (list && atEnd) list.scrollTop = list.scrollHeight;
}
document.addEventListener(
  "scroll",
  ({ target: list }) => {
    if (list instanceof HTMLElement && list.id === "messages" && list.isConnected) {
      atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    }
  },
  { capture: true },
);
document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === "stage-view") toEnd();
});
const stage = document.querySelector(".stage");
if (stage) new MutationObserver(toEnd).observe(stage, { childList: true, subtree: true });
toEnd();

export {};
