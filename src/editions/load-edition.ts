import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { assertFits } from "./assert-fits.js";
import { EditionError } from "./edition-error.js";
import type { Edition, EditionSetup, OpenEdition } from "./edition.js";

// Each is imported only when it is asked for: OSS never loads what SaaS needs.
const BUILT_IN: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  oss: () => import("./oss.js"),
  saas: () => import("./saas.js"),
};

const NOT_FOUND = "ERR_MODULE_NOT_FOUND";
const KINDS = ["OSS", "SAAS", "CUSTOM"];
const METHODS = [
  "open",
  "middleware",
  "userAuth",
  "accessTokens",
  "settings",
  "tokenKeeper",
  "loginFlow",
  "gitHubService",
  "tokenInspector",
  "loginOptions",
  "links",
  "features",
  "gates",
] as const satisfies readonly (keyof Edition)[];

/**
 * Imports the edition that was asked for and checks it field by field, without opening anything.
 *
 * @param name A built-in edition, or a path or package whose default export is an edition.
 * @throws EditionError with a sentence that names the field.
 */
export async function loadEdition(name: string): Promise<Edition> {
  const module = await importEdition(name);
  const edition = module.default;
  if (typeof edition !== "object" || edition === null) {
    throw new EditionError(
      name,
      "has no edition as its default export",
      'Export an object such as `{ ...oss, name: "mine" }`.',
    );
  }
  checkFields(name, edition as Readonly<Record<string, unknown>>);
  return edition as Edition;
}

/**
 * Opens an edition: what it needs first, then each of its fields. Whoever calls it disposes it.
 *
 * @throws EditionError when a field gives something else than it should; everything is closed again then.
 */
export async function openEdition(edition: Edition, setup: EditionSetup): Promise<OpenEdition> {
  const resources: unknown = await edition.open(setup);
  if (!isDisposable(resources)) {
    throw new EditionError(
      edition.name,
      "does not fit: its field `open` gives nothing that can be closed",
      "Let it give an object with the method `[Symbol.asyncDispose]`.",
    );
  }
  try {
    const opened = openFields(edition, resources);
    assertFits(opened);
    return opened;
  } catch (error) {
    await resources[Symbol.asyncDispose]();
    throw error;
  }
}

function openFields(edition: Edition, resources: AsyncDisposable): OpenEdition {
  return {
    name: edition.name,
    kind: edition.kind,
    middleware: edition.middleware(resources),
    userAuth: edition.userAuth(resources),
    accessTokens: edition.accessTokens(resources),
    settings: edition.settings(resources),
    tokenKeeper: edition.tokenKeeper(resources),
    loginFlow: edition.loginFlow(resources),
    gitHubService: edition.gitHubService(resources),
    tokenInspector: edition.tokenInspector(resources),
    loginOptions: edition.loginOptions(resources),
    links: edition.links(resources),
    features: edition.features(resources),
    gates: edition.gates(resources),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

function isDisposable(value: unknown): value is AsyncDisposable {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, Symbol.asyncDispose) === "function";
}

async function importEdition(name: string): Promise<{ readonly default?: unknown }> {
  // Not by plain access: `constructor` would be found there too.
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  if (builtIn !== undefined) return builtIn();
  const isPath = name.startsWith(".") || isAbsolute(name);
  try {
    return (await import(isPath ? pathToFileURL(resolve(name)).href : name)) as { readonly default?: unknown };
  } catch (error) {
    throw new EditionError(
      name,
      `cannot be imported: ${reasonOf(error, isPath)}`,
      `Name one of ${Object.keys(BUILT_IN).join(", ")}, a path that begins with ./ or /, or an installed package.`,
    );
  }
}

function reasonOf(error: unknown, isPath: boolean): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ""] = error.message.split("\n");
  // Node tells who imports it, which is a file of the gateway's or of the edition's.
  const reason = line.replace(/ imported from .*$/, "");
  return isPath || Reflect.get(error, "code") !== NOT_FOUND
    ? reason
    : `${reason}, and no edition of this name is built in`;
}

function checkFields(name: string, edition: Readonly<Record<string, unknown>>): void {
  if (typeof edition["name"] !== "string" || edition["name"] === "") {
    throw new EditionError(name, "does not say its `name`", "Give it a text.");
  }
  if (!KINDS.includes(String(edition["kind"]))) {
    throw new EditionError(
      name,
      "does not say its `kind`",
      `Give it one of ${KINDS.join(", ")}; an edition of your own is CUSTOM.`,
    );
  }
  for (const field of METHODS) {
    if (typeof edition[field] === "function") continue;
    const what = edition[field] === undefined ? "is missing" : "is not a function";
    throw new EditionError(
      name,
      `does not fit: its field \`${field}\` ${what}`,
      "Take it from the edition below with `...oss`.",
    );
  }
}
