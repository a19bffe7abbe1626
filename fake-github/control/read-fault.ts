import { REFUSAL_CODES } from "../oauth/refusals.js";
import { FAULT_FORMS, type Fault, type FaultMatch } from "./faults.js";
import { GRANT_TYPES } from "./journal.js";

/** What a field must be, in words, and how that is told. */
interface Rule {
  readonly what: string;
  readonly isMet: (value: unknown) => boolean;
}

const TEXT: Rule = { what: "a text", isMet: (value) => typeof value === "string" };
const SWITCH: Rule = { what: "true or false", isMet: (value) => typeof value === "boolean" };
const COUNT: Rule = { what: "a number from 0", isMet: (value) => Number.isSafeInteger(value) && Number(value) >= 0 };
const TIMES: Rule = { what: "a number from 1", isMet: (value) => Number.isSafeInteger(value) && Number(value) >= 1 };
const STATUS: Rule = {
  what: "a status from 200 to 599",
  isMet: (value) => Number.isSafeInteger(value) && Number(value) >= 200 && Number(value) <= 599,
};
const ANYTHING: Rule = { what: "anything", isMet: () => true };
const TEXTS: Rule = {
  what: "an object of texts",
  isMet: (value) => isObject(value) && Object.values(value).every((each) => typeof each === "string"),
};

const MATCH: Readonly<Record<keyof FaultMatch, Rule>> = {
  operation: TEXT,
  path: TEXT,
  method: TEXT,
  token: TEXT,
  grantType: oneOf(GRANT_TYPES),
  contains: TEXT,
  nodesAbove: COUNT,
};

const FAULT: Readonly<Record<keyof Fault, Rule>> = {
  match: { what: "an object", isMet: isObject },
  times: TIMES,
  after: COUNT,
  afterProcessing: SWITCH,
  latencyMs: COUNT,
  hang: SWITCH,
  reset: oneOf(["before", "mid-body"]),
  status: STATUS,
  headers: TEXTS,
  oauthError: oneOf(REFUSAL_CODES),
  body: ANYTHING,
  bodyFrom: TEXT,
  form: oneOf(FAULT_FORMS),
  addErrors: {
    what: "a list of errors, each with a `message`",
    isMet: (value) =>
      Array.isArray(value) && value.every((each) => isObject(each) && typeof each["message"] === "string"),
  },
  nullAt: {
    what: "a list of paths, each a list of names and numbers",
    isMet: (value) => Array.isArray(value) && value.every((path) => Array.isArray(path) && path.every(isStep)),
  },
};

/** The fault in a request. Throws an error that says which field is wrong and what it can be. */
export function readFault(body: Readonly<Record<string, unknown>>): Fault {
  assertFields(body, FAULT, "A fault");
  const { match } = body;
  if (isObject(match)) assertFields(match, MATCH, "The `match` of a fault");
  return body;
}

function assertFields(
  object: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, Rule>>,
  whose: string,
): void {
  for (const [name, value] of Object.entries(object)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined)
      throw new Error(`${whose} has no field "${name}". It can have: ${Object.keys(rules).join(", ")}.`);
    if (!rule.isMet(value)) throw new Error(`"${name}" must be ${rule.what}.`);
  }
}

function oneOf(values: readonly string[]): Rule {
  return { what: `one of ${values.join(", ")}`, isMet: (value) => typeof value === "string" && values.includes(value) };
}

function isStep(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
