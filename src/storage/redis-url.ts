/** A Redis address that cannot be used. The message is one line, and never holds the address: it can hold a password. */
export class RedisUrlError extends Error {
  override readonly name = "RedisUrlError";
}

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

interface RedisLogin {
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly tls: boolean;
}

/** Where Redis is and how to log in there. Holds the password: not to be printed. */
export type RedisAddress =
  | (RedisLogin & { readonly kind: "single"; readonly node: RedisNode; readonly db: number })
  | (RedisLogin & { readonly kind: "socket"; readonly path: string; readonly db: number })
  | (RedisLogin & {
      readonly kind: "sentinel";
      readonly sentinels: readonly RedisNode[];
      readonly master: string;
      readonly db: number;
      /** Of the sentinels themselves, where they want one. */
      readonly sentinelUsername: string | undefined;
      readonly sentinelPassword: string | undefined;
    })
  | (RedisLogin & { readonly kind: "cluster"; readonly nodes: readonly RedisNode[] });

const FORMS =
  "Write redis://HOST:6379/0, rediss:// for TLS, unix:///PATH/redis.sock, " +
  "redis+sentinel://HOST:26379,HOST2:26379/MASTER/0, or redis+cluster://HOST:6379,HOST2:6379; " +
  "USER:PASSWORD@ goes before the first host, with special characters percent-encoded.";

const SCHEMES: ReadonlyMap<string, { readonly kind: RedisAddress["kind"]; readonly tls: boolean }> = new Map([
  ["redis", { kind: "single", tls: false }],
  ["rediss", { kind: "single", tls: true }],
  ["unix", { kind: "socket", tls: false }],
  ["redis+unix", { kind: "socket", tls: false }],
  ["redis+sentinel", { kind: "sentinel", tls: false }],
  ["rediss+sentinel", { kind: "sentinel", tls: true }],
  ["redis+cluster", { kind: "cluster", tls: false }],
  ["rediss+cluster", { kind: "cluster", tls: true }],
]);

// Not `URL`: it takes one host only, and quietly drops what it does not like in others.
const PARTS =
  /^(?<scheme>[a-z+]+):\/\/(?:(?<login>[^@/]*)@)?(?<hosts>[^/?#]*)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/;

/** Throws RedisUrlError with what is wrong and which forms there are. */
export function parseRedisUrl(text: string): RedisAddress {
  const parts = PARTS.exec(text)?.groups;
  const scheme = SCHEMES.get(parts?.["scheme"] ?? "");
  if (parts === undefined || scheme === undefined) throw problem("is not an address of Redis");
  const { kind, tls } = scheme;
  const query = new URLSearchParams(parts["query"] ?? "");
  const login = { tls, ...toLogin(parts["login"] ?? "") };
  const path = decode(parts["path"] ?? "");

  if (kind === "socket") {
    if (parts["hosts"] !== "" || path.length < 2) throw problem("does not name a socket by its whole path");
    return { kind, ...login, path, db: toDatabase(query.get("db") ?? "0") };
  }
  const steps = path.split("/").filter((step) => step !== "");
  if (kind === "sentinel") {
    const [master, db = "0", ...rest] = steps;
    if (master === undefined || rest.length > 0) throw problem("does not name the master that the sentinels watch");
    return {
      kind,
      ...login,
      sentinels: toNodes(parts["hosts"] ?? "", 26_379),
      master,
      db: toDatabase(db),
      sentinelUsername: query.get("sentinelUsername") ?? undefined,
      sentinelPassword: query.get("sentinelPassword") ?? undefined,
    };
  }
  const nodes = toNodes(parts["hosts"] ?? "", 6379);
  const [db = "0", ...rest] = steps;
  if (rest.length > 0) throw problem("has more than a database number behind its host");
  if (kind === "cluster") {
    if (db !== "0") throw problem("names a database, and a cluster has only one");
    return { kind, ...login, nodes };
  }
  const [node, ...others] = nodes;
  if (node === undefined || others.length > 0) throw problem("names several hosts without saying what they are");
  return { kind, ...login, node, db: toDatabase(db) };
}

function toLogin(text: string): Pick<RedisLogin, "username" | "password"> {
  if (text === "") return { username: undefined, password: undefined };
  const [username = "", ...password] = text.split(":");
  if (password.length === 0) throw problem("has a user name without a password");
  return { username: decode(username) || undefined, password: decode(password.join(":")) };
}

function toNodes(text: string, defaultPort: number): readonly RedisNode[] {
  return text.split(",").map((part) => {
    const [, six, four, portText] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::(\d{1,5}))?$/i.exec(part) ?? [];
    const host = six ?? four;
    const port = portText === undefined ? defaultPort : Number(portText);
    if (host === undefined || port < 1 || port > 65_535) throw problem("has a host that is none");
    return { host, port };
  });
}

function toDatabase(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw problem("names a database that is not a number");
  return Number(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw problem("has a % that does not begin two hexadecimal digits");
  }
}

function problem(wrong: string): RedisUrlError {
  return new RedisUrlError(`The address of Redis ${wrong}. ${FORMS}`);
}
