import type { OperationDefinitionNode } from "graphql";
import type { RequestContext } from "../../context/request-context.js";
import type { ErrorCode } from "../../errors/error-catalogue.js";
import type { Log } from "../log/create-log.js";

const MAX_NAME = 64;

/** What the log tells of an operation. Never its document and never its variables. */
export interface OperationRecord {
  readonly requestId: string;
  /** Absent when the document did not get so far. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly identity: RequestContext["identity"] | undefined;
  readonly status: number;
  /** Whether it was found valid and run. */
  readonly wasExecuted: boolean;
  readonly codes: readonly ErrorCode[];
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Short; `null` for one without a name. */
export function nameOfOperation({ name }: OperationDefinitionNode): string | null {
  return name?.value.slice(0, MAX_NAME) ?? null;
}

/** Writes the one line of an operation. */
export function logOperation(log: Log, record: OperationRecord): void {
  if (!log.isLevelEnabled("info")) return;
  const { requestId, operation, identity, status, codes, startedAt } = record;
  log.info(
    {
      requestId,
      operation: operation === undefined ? null : nameOfOperation(operation),
      type: operation?.operation ?? null,
      subject: identity === undefined ? null : identity.kind === "user" ? `user:${identity.userId}` : identity.kind,
      status,
      ...(codes.length > 0 && { codes: [...new Set(codes)] }),
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
    },
    "operation",
  );
}
