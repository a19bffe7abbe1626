import type { NodeRecord } from "./records.js";

/** Objects from before this day have an id of the old form unless the new one is asked for. */
const NEW_FORM_SINCE = "2021-11-01";

const PREFIXES: Readonly<Record<string, string>> = {
  User: "U",
  Organization: "O",
  Bot: "BOT",
  Repository: "R",
  Ref: "REF",
  Commit: "C",
  Issue: "I",
  PullRequest: "PR",
  Label: "LA",
  BranchProtectionRule: "BPR",
  PullRequestReview: "PRR",
  PullRequestReviewThread: "PRRT",
};
const TYPES = new Map(Object.entries(PREFIXES).map(([type, prefix]) => [prefix, type]));

/** Which form of node ids the caller asked for with `X-Github-Next-Global-ID`. */
export type NodeIdForm = "new" | "old" | "by-age";

/** What a node id says: the type, and the parts that tell the object. */
export interface NodeKey {
  readonly type: string;
  readonly parts: readonly (string | number)[];
}

function partsOf(record: NodeRecord): readonly (string | number)[] {
  switch (record.__typename) {
    case "Ref":
      return [record.repository.databaseId, record.fullName];
    case "Commit":
      return [record.repository.databaseId, record.oid];
    case "Issue":
    case "PullRequest":
    case "Label":
    case "BranchProtectionRule":
      return [record.repository.databaseId, record.databaseId];
    case "PullRequestReview":
    case "PullRequestReviewThread":
      return [record.pullRequest.repository.databaseId, record.databaseId];
    default:
      return [record.databaseId];
  }
}

function isOld(record: NodeRecord, form: NodeIdForm): boolean {
  // Languages and licences never got an id of the new form.
  if (!(record.__typename in PREFIXES)) return true;
  if (form !== "by-age") return form === "old";
  const created =
    "createdAt" in record ? record.createdAt : "repository" in record ? record.repository.createdAt : null;
  return created !== null && created < NEW_FORM_SINCE;
}

function oldId(type: string, parts: readonly (string | number)[]): string {
  const isGit = type === "Ref" || type === "Commit";
  const rest = isGit ? parts.join(":").replace(/^(\d+):(?=[0-9a-f]{40}$)/, "$1") : String(parts.at(-1));
  return Buffer.from(`0${type.length}:${type}${rest}`).toString("base64");
}

function unsigned(value: number): Buffer {
  const packed = Buffer.alloc(5, 0xce);
  packed.writeUInt32BE(value, 1);
  return packed;
}

/** The new form is MessagePack, base64url, behind a prefix of the type: `R_kgDO…`. */
function newId(type: string, parts: readonly (string | number)[]): string {
  const packed: Buffer[] = [Buffer.from([0x91 + parts.length, 0])];
  for (const part of parts) {
    if (typeof part === "number") packed.push(unsigned(part));
    else {
      const length = Buffer.byteLength(part);
      packed.push(Buffer.from(length < 32 ? [0xa0 + length] : [0xd9, length]), Buffer.from(part));
    }
  }
  return `${PREFIXES[type] ?? type}_${Buffer.concat(packed).toString("base64url")}`;
}

/** The global id of a record. */
export function nodeId(record: NodeRecord, form: NodeIdForm): string {
  const parts = partsOf(record);
  return isOld(record, form) ? oldId(record.__typename, parts) : newId(record.__typename, parts);
}

function readNew(type: string, encoded: string): NodeKey | null {
  const packed = Buffer.from(encoded, "base64url");
  const count = (packed[0] ?? 0) - 0x91;
  const parts: (string | number)[] = [];
  let at = 2;
  while (parts.length < count && at < packed.length) {
    const tag = packed[at] ?? 0;
    if (tag === 0xce && at + 5 <= packed.length) {
      parts.push(packed.readUInt32BE(at + 1));
      at += 5;
    } else if (tag === 0xd9 || (tag & 0xe0) === 0xa0) {
      const start = tag === 0xd9 ? at + 2 : at + 1;
      at = start + (tag === 0xd9 ? (packed[at + 1] ?? 0) : tag - 0xa0);
      parts.push(packed.toString("utf8", start, at));
    } else return null;
  }
  return parts.length === count && count > 0 && at === packed.length ? { type, parts } : null;
}

function readOld(id: string): NodeKey | null {
  const text = Buffer.from(id, "base64").toString("utf8");
  const match = /^0(\d+):(.+)$/s.exec(text);
  const length = Number(match?.[1]);
  const rest = match?.[2] ?? "";
  const type = rest.slice(0, length);
  const key = rest.slice(length);
  if (!/^[A-Za-z]+$/.test(type) || key === "") return null;
  const ref = /^(\d+):(refs\/.+)$/s.exec(key);
  if (type === "Ref") return ref ? { type, parts: [Number(ref[1]), ref[2] as string] } : null;
  const commit = /^(\d+)([0-9a-f]{40})$/.exec(key);
  if (type === "Commit") return commit ? { type, parts: [Number(commit[1]), commit[2] as string] } : null;
  return /^\d+$/.test(key) ? { type, parts: [Number(key)] } : null;
}

/** Reads a node id of either form; `null` when it is neither. */
export function readNodeId(id: string): NodeKey | null {
  const match = /^([A-Z]+)_([A-Za-z0-9_-]+)$/.exec(id);
  const type = TYPES.get(match?.[1] ?? "");
  return match && type ? readNew(type, match[2] as string) : readOld(id);
}
