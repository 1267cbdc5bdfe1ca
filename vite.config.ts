import { readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { purgeTokens } from "./werkstatt/foundation/look/assets/purge-tokens.ts";

const look = resolve(import.meta.dirname, "werkstatt/foundation/look");

/** Every `werkstatt/**\/islands/<name>.island.ts` becomes `dist/islands/<name>.js`. */
function islands(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const file of readdirSync("werkstatt", { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".island.ts")) continue;
    const name = `islands/${basename(file, ".island.ts")}`;
    if (found[name]) throw new Error(`two islands share the name ${name}: ${file}, ${found[name]}`);
    found[name] = join(import.meta.dirname, "werkstatt", file);
  }
  return found;
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [purgeTokens()],
  build: {
    outDir: join(look, "static/look/dist"),
    emptyOutDir: true,
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
    reportCompressedSize: true,
    // Names are stable; the server adds content hashes when it collects the static files.
    rolldownOptions: {
      input: {
        look: join(look, "scripts/look.ts"),
        theme: join(look, "scripts/theme.ts"),
        styles: join(look, "styles/look.scss"),
        ...islands(),
      },
      external: [/\.\.\/fonts\//],
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name].js",
        assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "look.css" : "[name][extname]"),
      },
    },
  },
  css: {
    preprocessorOptions: {
      scss: {
        quietDeps: true,
        silenceDeprecations: ["if-function", "import", "global-builtin"],
        loadPaths: [join(import.meta.dirname, "node_modules")],
      },
    },
  },
  test: { include: ["werkstatt/**/*.test.ts"], environment: "happy-dom" },
});
