import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What is run or imported by its path: programs, and what an edition of one's own is made from. */
const ENTRIES = ["main", "cli/octogate", "cli/worker", "editions/oss", "editions/saas", "errors/gateway-error"];

/** Where everything else goes. As deep as the folders of `src`, so that the way from one to the other is the same. */
const SHARED = "src/shared";

/**
 * The gateway and its packages in a few files: Node takes longer to find and read more than a thousand than to run them.
 * Nothing is shortened, so that stacks and profiles can be read.
 */
export default defineConfig({
  root: at("."),
  publicDir: false,
  plugins: [keepPlaces(), leaveReportsOut()],
  // Apollo's way to Node's crypto; it would find none in a file of many modules, and take one that is in JavaScript.
  define: { "module.require": "require" },
  ssr: {
    noExternal: true,
    // Of type-graphql, for those who validate with it.
    external: ["class-validator"],
  },
  build: {
    ssr: true,
    outDir: at("dist"),
    emptyOutDir: false,
    target: "node20.19",
    minify: false,
    sourcemap: true,
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      input: Object.fromEntries(ENTRIES.map((name) => [`src/${name}`, at(`src/${name}.ts`)])),
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: `${SHARED}/[name].js`,
        // type-graphql and errors look at the names of classes.
        keepNames: true,
      },
    },
  },
});

/** Lets `import.meta.url` be what it is without a build: the module's own place, wherever its code has come to lie. */
function keepPlaces(): Plugin {
  return {
    name: "octogate-keep-places",
    transform: {
      filter: { id: /\/(?:src|fake-github)\/.*\.ts$/, code: "import.meta.url" },
      handler(code, id) {
        const place = relative(at(SHARED), id).replace(/\.ts$/, ".js");
        const url = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
        // Within a line, so that the map of lines stays right.
        return { code: code.replaceAll("import.meta.url", url), map: null };
      },
    },
  };
}

/**
 * Apollo's reports, all switched off, stay where they are. They would be a fifth of the build, and since their packages
 * `require` graphql, each of its modules would be in a function.
 */
function leaveReportsOut(): Plugin {
  return {
    name: "octogate-leave-reports-out",
    enforce: "pre",
    resolveId: {
      filter: { id: /^\.\/plugin\/(?:usageReporting|schemaReporting|inlineTrace)\/index\.js$/ },
      handler: (id) => ({ id: id.replace(/^\.(.*)\/index\.js$/, "@apollo/server$1"), external: true }),
    },
  };
}
