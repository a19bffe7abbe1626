import type { LoginEvent } from "../auth/github-oauth/login-sign-in.js";
import type { TokenEvent } from "../auth/github-oauth/token-event.js";
import type { RedisEvent } from "../storage/redis-connection.js";
import type { EditionEvent, EditionSetup, Measurement } from "./edition.js";

export function reportLogin(event: LoginEvent): EditionEvent {
  return event;
}

export function reportRedis(event: RedisEvent): EditionEvent {
  if (event.kind === "ready") return { level: "info", message: "redis is there" };
  return { level: "error", message: "redis is away", fields: { reason: event.reason } };
}

/** A write of a session that failed; the session lives on. */
export function reportUnrenewed(error: unknown): EditionEvent {
  const code = error instanceof Error && "code" in error ? error.code : "unknown";
  return { level: "warn", message: "a session could not be renewed", fields: { code } };
}

function reportToken(event: TokenEvent): EditionEvent {
  const { kind, ...fields } = event;
  const told = "userId" in fields ? withSubject(fields) : fields;
  return { level: levelOf(event), message: `token: ${kind}`, fields: told };
}

/** Tells log and metrics of a user's token. */
export function tellOfToken({ report, measure }: Pick<EditionSetup, "report" | "measure">, event: TokenEvent): void {
  report(reportToken(event));
  const measurement = measure && measurementOf(event);
  if (measurement !== undefined) measure?.(measurement);
}

function measurementOf(event: TokenEvent): Measurement | undefined {
  switch (event.kind) {
    case "refresh":
      return { kind: "token-refresh", result: event.result };
    case "refresh-wait":
      return { kind: "token-refresh-wait", seconds: event.durationMs / 1000 };
    case "reauthentication-required":
      return { kind: "reauthentication-required" };
    default:
      return undefined;
  }
}

function withSubject({ userId, ...fields }: { readonly userId: string }): Readonly<Record<string, unknown>> {
  return { subject: `user:${userId}`, ...fields };
}

function levelOf(event: TokenEvent): EditionEvent["level"] {
  switch (event.kind) {
    case "refresh-wait":
    case "pair-saved-late":
      return "debug";
    case "refresh":
      return event.result === "lost" || event.result === "misconfigured"
        ? "error"
        : event.result === "transient"
          ? "warn"
          : "info";
    case "reauthentication-required":
      return "info";
    case "pair-unsaved":
    case "revocation-failed":
      return "warn";
    case "pair-given-up":
    case "spool-unreadable":
      return "error";
    default:
      return event satisfies never;
  }
}
