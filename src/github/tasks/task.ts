import type { Raw } from "../selection/shape.js";
import { TASK_KINDS, TROUBLES, type KindRule, type TaskKind } from "./task-kinds.js";
import { TASK_SOURCES, type TaskSource } from "./task-sources.js";

/** What a suggested task is, besides the issue or pull request that it is about. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly reason: string;
  /** RFC 3339. */
  readonly updatedAt: string;
}

const ID_PREFIX = "OG_task_";

/** The rules by which the wanted kinds are told; a pull request has nothing wrong only if no trouble holds. */
function rulesFor({ rules }: TaskSource, wanted: ReadonlySet<TaskKind>): readonly KindRule[] {
  return wanted.has("OPEN_PR") ? rules : rules.filter(({ kind }) => wanted.has(kind));
}

/** What is asked of GitHub of an item to make a task of it, without braces. */
export function taskFacts(source: TaskSource, wanted: ReadonlySet<TaskKind>): string {
  return ["id updatedAt", ...rulesFor(source, wanted).map(({ facts }) => facts)].filter(Boolean).join(" ");
}

/** The most urgent task of the wanted kinds that an item is; nothing where it is none. */
export function taskOf(source: TaskSource, facts: Raw, wanted: ReadonlySet<TaskKind>): Task | undefined {
  const holding = rulesFor(source, wanted).filter((rule) => rule.reason(facts) !== undefined);
  const isInTrouble = holding.some((rule) => TROUBLES.includes(rule));
  const rule = holding.find(({ kind }) => wanted.has(kind) && !(kind === "OPEN_PR" && isInTrouble));
  const reason = rule?.reason(facts);
  if (rule === undefined || reason === undefined) return undefined;
  const { kind } = rule;
  return { id: taskId(kind, String(facts["id"])), kind, reason, updatedAt: String(facts["updatedAt"]) };
}

/** Puts the most urgent first, and of equally urgent ones what changed last. */
export function compareTasks(one: Task, other: Task): number {
  const rank = TASK_KINDS.indexOf(one.kind) - TASK_KINDS.indexOf(other.kind);
  if (rank !== 0) return rank;
  if (one.updatedAt !== other.updatedAt) return one.updatedAt > other.updatedAt ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

/** The global id of a task: another kind of the same item is another task. */
function taskId(kind: TaskKind, subjectId: string): string {
  return `${ID_PREFIX}${Buffer.from(JSON.stringify([kind, subjectId])).toString("base64url")}`;
}

/** What a task's id names; nothing where it is not one that the gateway has given out. */
export function readTaskId(
  id: string,
): { readonly kind: TaskKind; readonly subjectId: string; readonly source: TaskSource } | undefined {
  const [kind, subjectId] = partsOf(id);
  const source = TASK_SOURCES.find(({ rules }) => rules.some((rule) => rule.kind === kind));
  const known = TASK_KINDS.find((each) => each === kind);
  if (source === undefined || known === undefined || typeof subjectId !== "string") return undefined;
  return { kind: known, subjectId, source };
}

function partsOf(id: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(id.slice(ID_PREFIX.length), "base64url").toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
