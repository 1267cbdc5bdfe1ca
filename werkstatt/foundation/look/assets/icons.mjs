// Write static/look/icons.svg from Lucide (ISC licence). Add a name below, then: node werkstatt/foundation/look/assets/icons.mjs
import { readFileSync, writeFileSync } from "node:fs";

// our name: Lucide's name
const ICONS = {
  on_site: "building-2", online: "monitor", both: "combine", today: "calendar-check",
  search: "search", menu: "menu", close: "x", check: "check", plus: "plus", minus: "minus", edit: "pencil", delete: "trash-2",
  copy: "copy", download: "download", upload: "upload", print: "printer", link: "link", external: "external-link", share: "share-2",
  left: "chevron-left", right: "chevron-right", up: "chevron-up", down: "chevron-down", sort: "chevrons-up-down", next: "arrow-right", back: "arrow-left",
  info: "info", success: "circle-check", warning: "triangle-alert", danger: "octagon-alert", question: "circle-help", lock: "lock",
  calendar: "calendar-days", clock: "clock", place: "map-pin", room: "door-open", map: "map", train: "train-front", phone: "phone", mail: "mail",
  person: "user", people: "users", organisation: "landmark", company: "factory", startup: "rocket", science: "flask-conical", society: "heart-handshake", county: "map",
  star: "star", ticket: "ticket", order: "shopping-cart", document: "file-text", invoice: "receipt-euro", money: "euro", bank: "banknote", refund: "undo-2", offer: "gift",
  overview: "layout-dashboard", programme: "calendar-range", switch: "toggle-left", settings: "settings", mails: "mails", table: "table", filter: "list-filter", save: "bookmark",
  language: "languages", theme: "sun-moon", logout: "log-out", login: "log-in", account: "circle-user", home: "house", history: "history", hourglass: "hourglass", log: "scroll-text",
  impulse: "lightbulb", practice: "badge-check", panel: "messages-square", discussion: "message-circle", workshop: "hammer", business_model: "layout-grid", prototype: "box", pitch: "megaphone", exhibition: "store", networking: "handshake", break: "coffee", opening: "mic", keynote: "mic",
  theme_topic: "tag", access: "accessibility", diet: "utensils", video: "video", play: "play", stop: "square", refresh: "refresh-cw", send: "send", eye: "eye", hidden: "eye-off", bell: "bell", chart: "chart-column", key: "key-round", shield: "shield-check", qr: "qr-code", list: "list", drag: "grip-vertical", attach: "paperclip", speaker: "presentation", leaf: "leaf",
  flag: "flag", pin: "pin", reply: "reply", hand: "hand", heart: "heart", laugh: "laugh", applause: "party-popper", idea: "lightbulb", unclear: "ear-off", chat: "message-circle",
};

const root = new URL("../../../../", import.meta.url);
const symbols = Object.entries(ICONS).map(([name, lucide]) => {
  const svg = readFileSync(new URL(`node_modules/lucide-static/icons/${lucide}.svg`, root), "utf8");
  const inner = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
});
const head = `<!-- Icons: Lucide, ISC licence, Copyright (c) Lucide Contributors; parts (c) Cole Bemis, MIT (Feather) -->`;
writeFileSync(new URL("../static/look/icons.svg", import.meta.url), `<svg xmlns="http://www.w3.org/2000/svg">${head}\n${symbols.join("\n")}\n</svg>\n`);
console.log(symbols.length, "icons");
