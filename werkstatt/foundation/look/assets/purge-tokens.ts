import type { Plugin } from "vite";

const DECLARATION = /(--kern-[a-z0-9-]+):[^;{}]*;?/g;
/** What other stylesheets may lean on stays, used here or not. */
const PUBLIC = /^--kern-(metric|typography|color-(layout|action|feedback|decorative|form))/;

/** Remove custom properties of the KERN palettes that nothing refers to. */
export function purge(css: string): string {
  for (;;) {
    const used = new Set([...css.matchAll(/var\((--kern-[a-z0-9-]+)/g)].map((match) => match[1]));
    const smaller = css.replace(DECLARATION, (whole, name: string) =>
      used.has(name) || PUBLIC.test(name) ? whole : "",
    );
    if (smaller.length === css.length) return smaller;
    css = smaller;
  }
}

export function purgeTokens(): Plugin {
  return {
    name: "purge-tokens",
    generateBundle(_options, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type === "asset" && asset.fileName.endsWith(".css")) asset.source = purge(String(asset.source));
      }
    },
  };
}
