import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** What GraphiQL needs to be built and to run under the policy of our pages. */
export function explorerBuild(): Plugin {
  return {
    name: "octogate-explorer",
    config: () => ({
      resolve: {
        alias: { "react-style-singleton": fileURLToPath(new URL("style-singleton.ts", import.meta.url)) },
      },
    }),
    transform: {
      filter: { id: /graphiql\/dist\/style\.css/ },
      // 270 KB of fonts as `data:` addresses, which the policy refuses; explorer.css names those of the system.
      handler: (code) => code.replaceAll(/@font-face\s*\{[^}]*\}/g, ""),
    },
  };
}
