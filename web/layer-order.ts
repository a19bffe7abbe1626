import type { Plugin } from "vite";

const ORDER = "@layer base,ui,page;";

/**
 * Names the order of the layers at the top of every style sheet: the first one that a browser gets decides it, and that
 * is whichever the bundler puts first.
 */
export function layerOrder(): Plugin {
  return {
    name: "octogate-layer-order",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === "asset" && file.fileName.endsWith(".css")) file.source = ORDER + String(file.source);
        }
      },
    },
  };
}
