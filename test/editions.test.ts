import { access, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadEdition } from "../src/editions/load-edition.js";
import oss from "../src/editions/oss.js";
import { describeEdition, type EditionPort } from "./edition.battery.js";
import { startGateway, type TestGateway } from "./gateway.js";
import own from "./own-edition.js";
import { temporaryFolder } from "./storage-temporary-folder.js";

const OWN = resolve("test/own-edition.ts");

const EXAMPLE = resolve("examples/edition/house.js");

const METHODS = Object.keys(oss).filter((name) => name !== "name" && name !== "kind");

function ownerPort(config: Readonly<Record<string, string>>): EditionPort {
  const tokens = { "octo-mock": "classic", "other-mock": "other" };
  return {
    start: () => startGateway({ config, token: null }),
    async signIn(gateway, login) {
      const token = gateway.fakeGitHub.world.token(tokens[login]).text;
      const { data } = await gateway.graphql(
        "mutation Set($token: Secret!) { setGitHubToken(input: { token: $token }) { session { isAuthenticated } } }",
        { token },
      );
      expect(data).toEqual({ setGitHubToken: { session: { isAuthenticated: true } } });
      return {};
    },
    async signOut(gateway) {
      const { errors } = await gateway.graphql("mutation { removeGitHubToken(input: {}) { removedCredentialId } }");
      expect(errors).toEqual([]);
    },
  };
}

describeEdition("oss", ownerPort({}));
describeEdition(own.name, ownerPort({ OCTOGATE_EDITION: OWN }));
describeEdition("house", ownerPort({ OCTOGATE_EDITION: EXAMPLE }));

/** A module whose fields note that they were called. Returns its path. */
async function moduleWith(fields: Readonly<Record<string, string>>): Promise<string> {
  const path = join(await temporaryFolder(), "edition.mjs");
  const calls = METHODS.map((name) => [name, `() => { globalThis.calledFields.push("${name}"); return {}; }`] as const);
  const all = { name: '"mine"', kind: '"CUSTOM"', ...Object.fromEntries(calls), ...fields };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  await writeFile(path, `globalThis.calledFields = [];\nexport default {\n${lines.join(",\n")}\n};\n`);
  return path;
}

function calledFields(): readonly string[] {
  return Reflect.get(globalThis, "calledFields") as readonly string[];
}

/** The sentence with which an edition is refused, with nothing opened, nothing written and nobody asked. */
async function refusalOf(edition: string): Promise<string> {
  const folder = await temporaryFolder();
  const dataDir = join(folder, "data");
  const started = startGateway({ dataDir, token: null, config: { OCTOGATE_EDITION: edition } });
  const error = await started.then(
    async (gateway) => {
      await gateway[Symbol.asyncDispose]();
      return undefined;
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("The edition was not refused.");
  expect(error.name).toBe("EditionError");
  await expect(access(dataDir)).rejects.toThrow("ENOENT");
  return error.message;
}

describe("an edition is refused, before anything is opened,", () => {
  test.each(["sass", "constructor", "__proto__", "./no/such/edition.js", "@example/no-such-edition"])(
    "when there is none of the name %s",
    async (name) => {
      const message = await refusalOf(name);
      expect(message).toContain(`OCTOGATE_EDITION: "${name}" cannot be imported`);
      expect(message).toMatch(/Name one of oss.*, a path that begins with \.\/ or \/, or an installed package\.$/);
      expect(message).not.toMatch(/\n|imported from/);
    },
  );

  test("when its module fails", async () => {
    const path = join(await temporaryFolder(), "edition.mjs");
    await writeFile(path, 'throw new Error("The moon is full.\\nAnd more.");');
    const message = await refusalOf(path);
    expect(message).toContain("cannot be imported: The moon is full.");
    expect(message).not.toContain("\n");
  });

  test.each(["export const edition = {};", "export default undefined;", "export default null;", "export default 1;"])(
    "when its module has none: %s",
    async (text) => {
      const path = join(await temporaryFolder(), "edition.mjs");
      await writeFile(path, text);
      expect(await refusalOf(path)).toBe(
        `OCTOGATE_EDITION: "${path}" has no edition as its default export. Export an object such as \`{ ...oss, name: "mine" }\`.`,
      );
    },
  );

  test.each([
    ["name", "undefined"],
    ["name", '""'],
    ["name", "1"],
    ["kind", "undefined"],
    ["kind", '"MINE"'],
    ["kind", "null"],
  ])("when its %s is %s", async (field, value) => {
    const message = await refusalOf(await moduleWith({ [field]: value }));
    expect(message).toMatch(new RegExp(`does not say its \`${field}\`\\. .+\\.$`));
    expect(calledFields()).toEqual([]);
  });

  test.each(METHODS.flatMap((field) => [`${field} is missing`, `${field} is not a function`]))(
    "when its field %s",
    async (sentence) => {
      const field = sentence.split(" ")[0] ?? "";
      const value = sentence.endsWith("missing") ? "undefined" : "{}";
      const message = await refusalOf(await moduleWith({ [field]: value }));
      expect(message).toContain(`does not fit: its field \`${sentence.replace(" ", "` ")}.`);
      expect(message).toMatch(/Take it from the edition below with `\.\.\.oss`\.$/);
      expect(calledFields()).toEqual([]);
    },
  );

  test("and is not refused when it has every field", async () => {
    expect(await loadEdition(await moduleWith({}))).toMatchObject({ name: "mine", kind: "CUSTOM" });
    expect(calledFields()).toEqual([]);
  });
});

describe("an edition whose field gives something else than it should", () => {
  function withMethods(...names: readonly string[]): string {
    return `() => ({ ${names.map((name) => `${name}() {}`).join(", ")} })`;
  }

  // Shapes that fit, so that only the one field in question does not.
  const GIVES: Readonly<Record<string, string>> = {
    open: "async () => ({ async [Symbol.asyncDispose]() { globalThis.calledFields.push('closed'); } })",
    middleware: "() => [{ name: 'cross-site-guard', handle() {} }]",
    userAuth: withMethods("identify", "session"),
    accessTokens: withMethods("accessToken", "accepted", "refused"),
    settings: withMethods("read", "change", "reset", "recordRepositoryUse"),
    tokenKeeper: "() => null",
    loginFlow: "() => null",
    tokenInspector: "() => ({ guide: {}, inspect() {} })",
    links: "() => ({ installApp: null })",
    gitHubService: "() => () => ({})",
    loginOptions: "() => []",
    features: "() => []",
    gates: "() => []",
  };

  test.each([
    ["middleware", "() => undefined", "a list"],
    ["userAuth", "() => null", "an object"],
    ["gitHubService", "() => ({})", "a function"],
    ["tokenKeeper", "() => undefined", "an object or null"],
    ["gates", "() => ({})", "a list"],
  ])("is refused with its name: %s", async (field, value, what) => {
    const message = await refusalOf(await moduleWith({ ...GIVES, [field]: value }));
    expect(message).toMatch(new RegExp(`does not fit: its field \`${field}\` does not give ${what}\\. .+\\.$`));
    expect(calledFields().at(-1)).toBe("closed");
  });

  const STEP = "{ name: 'cross-site-guard', handle() {} }";

  test.each([
    ["middleware", `() => [${STEP}, {}]`, "middleware[1].name", "a text"],
    ["middleware", `() => [${STEP}, { name: 1, handle() {} }]`, "middleware[1].name", "a text"],
    ["middleware", `() => [{ name: 'one', handle: 2 }, ${STEP}]`, "middleware[0].handle", "a function"],
    ["userAuth", "() => ({})", "userAuth.identify", "a function"],
    ["accessTokens", withMethods("accessToken", "accepted"), "accessTokens.refused", "a function"],
    ["settings", "() => ({})", "settings.read", "a function"],
    ["tokenKeeper", withMethods("store"), "tokenKeeper.remove", "a function"],
    ["loginFlow", "() => ({})", "loginFlow.start", "a function"],
    ["tokenInspector", withMethods("inspect"), "tokenInspector.guide", "an object"],
    ["loginOptions", "() => [{ provider: 'FAX' }]", "loginOptions[0].provider", "one of GITHUB, .*TOKEN"],
    ["links", "() => ({})", "links.installApp", "a text or null"],
    ["features", "() => [1, null]", "features[0]", "an object"],
    ["features", "() => [{ name: 'a', enabled: 'no', reason: null }]", "features[0].enabled", "true or false"],
    ["gates", "() => [{ name: 'a' }]", "gates[0].isOpen", "a function"],
  ])("is refused with the member that does not fit: %s, %s", async (field, value, place, what) => {
    const message = await refusalOf(await moduleWith({ ...GIVES, [field]: value }));
    expect(message).toContain(`does not fit: its field \`${place}\` is not `);
    expect(message).toMatch(new RegExp(` is not ${what}\\. .+\\.$`));
    expect(calledFields().at(-1)).toBe("closed");
  });

  test.each(["() => []", "() => [{ name: 'mine', handle(request, response, next) { next(); } }]"])(
    "is refused when it drops a step of OSS: %s",
    async (middleware) => {
      const message = await refusalOf(await moduleWith({ ...GIVES, middleware }));
      expect(message).toContain("its field `middleware` drops the step cross-site-guard of OSS. Begin its list with");
      expect(calledFields().at(-1)).toBe("closed");
    },
  );

  test("is not refused when all of it fits", async () => {
    await using gateway = await startGateway({
      token: null,
      config: { OCTOGATE_EDITION: await moduleWith(GIVES) },
    });
    expect((await gateway.fetch("/healthz")).status).toBe(200);
  });

  test("is refused when what it opens cannot be closed", async () => {
    const message = await refusalOf(await moduleWith({ ...GIVES, open: "async () => ({})" }));
    expect(message).toMatch(/its field `open` gives nothing that can be closed\. .+\.$/);
  });

  test("is closed again when one of its fields throws", async () => {
    const path = await moduleWith({ ...GIVES, gates: "() => { throw new Error('No gates.'); }" });
    await expect(startGateway({ token: null, config: { OCTOGATE_EDITION: path } })).rejects.toThrow("No gates.");
    expect(calledFields().at(-1)).toBe("closed");
  });
});

test("the edition of the examples shows its feature, and takes its step behind those of OSS", async () => {
  await using gateway = await startGateway({ config: { OCTOGATE_EDITION: EXAMPLE } });
  const query = '{ gateway { editionName hasFeature(name: "house-tour") } }';
  const { data, headers } = await gateway.graphql(query);
  expect(data).toEqual({ gateway: { editionName: "house", hasFeature: true } });
  expect(headers.get("x-house")).toBe("yes");
  const guest = await gateway.graphql(query, {}, { "x-guest": "me" });
  expect(guest.errors[0]?.extensions.code).toBe("FORBIDDEN");
});

describe("an edition built from OSS", () => {
  async function start(): Promise<TestGateway> {
    const gateway = await startGateway({ config: { OCTOGATE_EDITION: OWN } });
    onTestFinished(() => gateway[Symbol.asyncDispose]());
    return gateway;
  }

  test("shows its own name and kind", async () => {
    const gateway = await start();
    const { data } = await gateway.graphql("{ gateway { edition editionName } }");
    expect(data).toEqual({ gateway: { edition: "CUSTOM", editionName: "mine" } });
  });

  test("runs the steps of OSS in their order, and its own after them, and prints the order", async () => {
    const gateway = await start();
    const printed = gateway.logLines.map((line) => JSON.parse(line) as { readonly middleware?: readonly string[] });
    expect(printed.find(({ middleware }) => middleware)?.middleware).toEqual(["cross-site-guard", "refuse-on-sundays"]);

    const onSunday = await gateway.graphql("{ viewer { login } }", {}, { "x-day": "sunday" });
    expect(onSunday.errors[0]?.extensions.code).toBe("FORBIDDEN");
    expect(gateway.fakeGitHub.journal.entries).toEqual([]);
    const both = await gateway.graphql("{ __typename }", {}, { "x-day": "sunday", "sec-fetch-site": "cross-site" });
    expect(both.errors[0]?.extensions.code).toBe("CSRF_BLOCKED");
    expect((await gateway.graphql("{ viewer { login } }")).data).toEqual({ viewer: { login: "octo-mock" } });
  });
});
