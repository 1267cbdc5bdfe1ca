const before = new Map<string, string>();

/** `<poll-bars>`: bars grow from where they stood to where they stand, so that one sees the result come in. */
class PollBars extends HTMLElement {
  connectedCallback(): void {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const bar of this.querySelectorAll<SVGRectElement>("[data-bar]")) {
      const key = bar.dataset.bar ?? "";
      const [from, to] = [before.get(key) ?? "0%", bar.getAttribute("width") ?? "0%"];
      before.set(key, to);
      if (from !== to && !isCalm) bar.animate([{ width: from }, { width: to }], { duration: 700, easing: "ease-out" });
    }
  }
}

customElements.define("poll-bars", PollBars);
