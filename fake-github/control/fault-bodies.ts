import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { jsonAnswer, type Answer, type FakeRequest } from "../http/messages.js";
import { refuse } from "../oauth/token-answers.js";
import type { Fault } from "./faults.js";

function somethingWentWrong(requestId: string): string {
  return `Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include \`${requestId}\` when reporting this issue.`;
}

const HTML = { "content-type": "text/html; charset=utf-8" };
const NGINX =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
const UNICORN =
  "<!DOCTYPE html>\n<!--\n\nHello future GitHubber!\n\n-->\n<html>\n  <head>\n    <title>Unicorn! &middot; GitHub</title>\n  </head>\n  <body><p><strong>This page is taking too long to load.</strong></p></body>\n</html>\n";

function ofForm(form: NonNullable<Fault["form"]>, status: number, requestId: string): Answer {
  const errors = [{ message: somethingWentWrong(requestId) }];
  switch (form) {
    case "json":
      return jsonAnswer(status, { data: null, errors });
    case "data-null-string":
      return jsonAnswer(status, { data: "null", errors });
    case "nginx-html":
      return { status, headers: HTML, body: NGINX };
    case "unicorn-html":
      return { status, headers: HTML, body: UNICORN };
    default:
      return form satisfies never;
  }
}

function ofStatus(status: number, requestId: string): Answer {
  if (status >= 500) return ofForm("json", status, requestId);
  const messages: Readonly<Record<number, string>> = {
    401: "Bad credentials",
    403: "Forbidden",
    404: "Not Found",
  };
  return jsonAnswer(status, {
    message: messages[status] ?? "Unprocessable",
    status: String(status),
  });
}

interface Recorded {
  readonly response: {
    readonly status: number | null;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly bodyText?: string;
  };
}

/** Headers that belong to the connection on which the answer was recorded. */
const OF_THE_CONNECTION = new Set(["connection", "content-encoding", "content-length", "transfer-encoding", "status"]);

/** The answer of a recording, as it was, in a form that can be sent again. */
export function recordedAnswer({ response }: Recorded): Answer {
  const body = response.bodyText ?? JSON.stringify(response.body ?? null);
  const kept = Object.entries(response.headers ?? {}).filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ...Object.fromEntries(kept),
  };
  return { status: response.status ?? 502, headers, body };
}

/** What a fault answers instead of the real answer; `null` when the real one is wanted. */
export function faultAnswer(fault: Fault, request: FakeRequest, recordings: string | null): Answer | null {
  const given = bodyOf(fault, request, recordings);
  if (given === null) return null;
  return { ...given, status: fault.status ?? given.status };
}

function bodyOf(fault: Fault, request: FakeRequest, recordings: string | null): Answer | null {
  const { status, form, body, bodyFrom, oauthError } = fault;
  if (oauthError !== undefined) return refuse(request, oauthError);
  if (bodyFrom !== undefined) {
    const file = recordings === null ? bodyFrom : resolve(recordings, bodyFrom);
    return recordedAnswer(JSON.parse(readFileSync(file, "utf8")) as Recorded);
  }
  if (body !== undefined) {
    if (typeof body !== "string") return jsonAnswer(status ?? 200, body);
    return {
      status: status ?? 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body,
    };
  }
  if (form !== undefined) return ofForm(form, status ?? 502, request.id);
  return status === undefined ? null : ofStatus(status, request.id);
}

/** The real answer with a fault's errors and gaps in it. */
export function damage(fault: Fault, answer: Answer): Answer {
  let { body } = answer;
  if (fault.addErrors || fault.nullAt) {
    const parsed = JSON.parse(body) as { data?: unknown; errors?: readonly unknown[] };
    for (const path of fault.nullAt ?? []) setNull(parsed.data, path);
    const errors = [...(parsed.errors ?? []), ...(fault.addErrors ?? [])];
    body = JSON.stringify({ ...parsed, ...(errors.length > 0 ? { errors } : {}) });
  }
  const headers = Object.entries({ ...answer.headers, ...fault.headers }).filter(([, value]) => value !== "");
  return { ...answer, body, headers: Object.fromEntries(headers) };
}

function setNull(data: unknown, path: readonly (string | number)[]): void {
  let at = data as Record<string | number, unknown> | null | undefined;
  for (const step of path.slice(0, -1)) at = at?.[step] as typeof at;
  const last = path.at(-1);
  if (at && last !== undefined) at[last] = null;
}
