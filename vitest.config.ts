import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // graphql 16 has no exports map: Vite would take index.mjs while type-graphql and Apollo, which stay outside
    // Vite, take index.js, and the two copies refuse each other's schemas.
    alias: [
      { find: /^graphql$/, replacement: "graphql/index.js" },
      // What an edition of one's own imports of the build; tests run the source.
      { find: /^(?:\.\.\/)+dist\/src\/(.+)\.js$/, replacement: `${import.meta.dirname}/src/$1.ts` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "fake-github/test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", "./test/summary-reporter.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
