import { Switchboard } from "./shared.ts";

/** In a SharedWorker: one stream for all tabs of this browser. */
const switchboard = new Switchboard();
(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = (event) => {
  const port = event.ports[0];
  if (port) switchboard.connect(port);
};
