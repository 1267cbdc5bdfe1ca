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

document.addEventListener("live:sent", (event) => {
  if (event.target instanceof HTMLFormElement && event.target.matches(".composer--chat")) noReply(event.target);
});

/** The newest message stays in sight, unless somebody reads further up. */
const messages = byId("messages");
function watchChat(list: HTMLElement): void {
  let atEnd = true;
  const down = (): void => {
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener("scroll", () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  });
  new MutationObserver(down).observe(list, { childList: true });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === "stage-view") down();
  });
  down();
}
if (messages) watchChat(messages);

export {};
