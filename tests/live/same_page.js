// Whether the page as it stands equals the page the server would send now. Left out is what differs by nature:
// secrets of forms, the stream's own element, what is said in passing, what scripts add, and clocks that run.
async (patience) => {
  const OWN = "live-stream, [name=csrfmiddlewaretoken], [name=once_key], .ranking__move, [data-hot-note], [data-menu], [data-stage-notice], [data-desk-voice]";
  const RUNNING = "[data-live-count], .timer__time, [data-tally], [role=timer]";
  const STATE = ["data-server-now", "data-ready", "data-place", "data-over-now", "data-soon", "aria-busy", "open", "style"];

  const cleaned = (root) => {
    const copy = root.cloneNode(true);
    for (const each of copy.querySelectorAll(OWN)) each.remove();
    for (const each of copy.querySelectorAll(RUNNING)) each.textContent = "";
    for (const each of copy.querySelectorAll("[name=stage-view]")) each.removeAttribute("checked"); // hers to choose
    for (const each of copy.querySelectorAll("[form=vote-form]:is([type=radio], [type=checkbox])")) each.removeAttribute("checked"); // so is this
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of STATE) each.removeAttribute(name);
    }
    return copy;
  };

  const lines = (node, depth = 0, found = []) => {
    const pad = "  ".repeat(depth);
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.replace(/\s+/g, " ").trim();
      if (text) found.push(pad + text);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const attributes = [...node.attributes].map(({ name, value }) => `${name}="${value.trim()}"`).sort();
      found.push(`${pad}<${[node.localName, ...attributes].join(" ")}>`);
      for (const child of node.childNodes) lines(child, depth + 1, found);
    }
    return found;
  };

  const reloaded = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return lines(cleaned(page.querySelector("main"))).join("\n");
  };

  // Who is here changes by itself a moment later, on both sides: the server is asked again while we wait.
  const until = performance.now() + patience;
  for (;;) {
    const fresh = await reloaded();
    const again = Math.min(performance.now() + patience / 3, until);
    for (;;) {
      const here = lines(cleaned(document.querySelector("main"))).join("\n");
      if (here === fresh) return null;
      if (performance.now() > until) return { here, fresh };
      if (performance.now() > again) break;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
