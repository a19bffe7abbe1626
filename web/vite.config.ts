import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressFiles } from "./compress-files.js";
import { consoleDocuments } from "./console-documents.js";
import { explorerBuild } from "./explorer/vite-plugin.js";
import { layerOrder } from "./layer-order.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const gateway = { target: "http://127.0.0.1:4000" };

/** Two pages, the console and the explorer, which share what both need. */
export default defineConfig({
  root: at("."),
  plugins: [react(), explorerBuild(), layerOrder(), consoleDocuments(), compressFiles()],
  build: {
    outDir: at("../dist/web"),
    emptyOutDir: true,
    target: "es2022",
    // The policy of the pages allows no data: addresses besides the empty icon.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      input: [at("index.html"), at("explorer/index.html")],
    },
  },
  // Not the short form: it replaces the Host, and the gateway answers CSRF_BLOCKED.
  server: { proxy: { "^/graphql$": gateway, "/schema.graphql": gateway, "/explorer/examples.json": gateway } },
});
