/** `<live-stream>`: the page's stream of events. */
class LiveStream extends HTMLElement {}

customElements.define("live-stream", LiveStream);
