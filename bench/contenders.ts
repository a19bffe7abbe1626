import type { ServerName } from "./servers/start-server.js";
import type { Words } from "./work.js";

/** A row of the table: a server, and how it is asked. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  readonly server: ServerName;
  readonly words: Words;
  readonly group: "limit" | "octogate" | "peer";
  /** Differs from another one only where there is more than one process. */
  readonly isForReplicas?: true;
}

const GITHUB: Words = { schema: "github" };
const PEER: Words = { schema: "peer" };
const OCTOGATE: Words = { schema: "octogate" };

/** The base of every ratio. */
export const BASE: Contender = {
  name: "proxy",
  title: "bare proxy",
  server: "proxy",
  words: GITHUB,
  group: "limit",
};

/** Everything that can be measured, in the order of the table. */
export const CONTENDERS: readonly Contender[] = [
  BASE,
  { name: "constant", title: "constant answer", server: "constant", words: PEER, group: "limit" },

  { name: "oss", title: "Octogate OSS", server: "oss", words: OCTOGATE, group: "octogate" },
  {
    name: "oss-computed",
    title: "Octogate OSS, computed fields",
    server: "oss",
    words: { ...OCTOGATE, isComputed: true },
    group: "octogate",
  },
  {
    name: "oss-complete",
    title: "Octogate OSS, the complete way",
    server: "oss",
    words: { ...OCTOGATE, hasOwnField: true },
    group: "octogate",
  },
  {
    name: "oss-unknown",
    title: "Octogate OSS, unknown document",
    server: "oss",
    words: { ...OCTOGATE, isUnknown: true },
    group: "octogate",
  },
  {
    name: "oss-reported",
    title: "Octogate OSS, report asked for",
    server: "oss",
    words: { ...OCTOGATE, isReported: true },
    group: "octogate",
  },
  {
    name: "oss-cached",
    title: "Octogate OSS, from its cache",
    server: "oss-cached",
    words: OCTOGATE,
    group: "octogate",
  },

  { name: "saas", title: "Octogate SaaS", server: "saas", words: OCTOGATE, group: "octogate" },
  {
    name: "saas-computed",
    title: "Octogate SaaS, computed fields",
    server: "saas",
    words: { ...OCTOGATE, isComputed: true },
    group: "octogate",
  },
  {
    name: "saas-complete",
    title: "Octogate SaaS, the complete way",
    server: "saas",
    words: { ...OCTOGATE, hasOwnField: true },
    group: "octogate",
  },
  {
    name: "saas-unknown",
    title: "Octogate SaaS, unknown document",
    server: "saas",
    words: { ...OCTOGATE, isUnknown: true },
    group: "octogate",
  },
  {
    name: "saas-limited",
    title: "Octogate SaaS, rate limit counted",
    server: "saas-limited",
    words: OCTOGATE,
    group: "octogate",
  },
  {
    name: "saas-cached",
    title: "Octogate SaaS, from its cache",
    server: "saas-cached",
    words: OCTOGATE,
    group: "octogate",
  },
  {
    name: "saas-missed",
    title: "Octogate SaaS, never in its cache",
    server: "saas-cached",
    words: { ...OCTOGATE, isUnremembered: true },
    group: "octogate",
  },

  {
    name: "saas-workers",
    title: "Octogate SaaS, one command",
    server: "saas-workers",
    words: OCTOGATE,
    group: "octogate",
    isForReplicas: true,
  },

  { name: "mercurius", title: "mercurius, JIT, undici", server: "mercurius", words: PEER, group: "peer" },
  { name: "yoga-undici", title: "graphql-yoga, undici", server: "yoga-undici", words: PEER, group: "peer" },
  { name: "yoga-fetch", title: "graphql-yoga, fetch", server: "yoga-fetch", words: PEER, group: "peer" },
  { name: "hive", title: "Hive Gateway, per user", server: "hive", words: GITHUB, group: "peer" },
  { name: "usual", title: "usual stack", server: "usual", words: PEER, group: "peer" },
];

/** What is compared where all would take too long. */
export const CHIEF_CONTENDERS: readonly string[] = ["proxy", "oss", "saas", "saas-cached", "mercurius", "usual"];

/** The same, and what there is only for them. */
export const CONTENDERS_OF_REPLICAS: readonly string[] = [
  ...CHIEF_CONTENDERS,
  ...CONTENDERS.filter(({ isForReplicas }) => isForReplicas).map(({ name }) => name),
];

/** Contenders by name, with the base in front. */
export function contendersOf(names: readonly string[]): readonly Contender[] {
  const unknown = names.find((name) => !CONTENDERS.some((each) => each.name === name));
  if (unknown !== undefined) {
    const known = CONTENDERS.map(({ name }) => name).join(", ");
    throw new Error(`There is no contender ${unknown}. Use some of: ${known}.`);
  }
  return CONTENDERS.filter(({ name }) => name === BASE.name || names.includes(name));
}
