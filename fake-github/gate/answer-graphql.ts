import { execute, getVariableValues, Kind, OperationTypeNode, type ExecutionResult, type GraphQLError } from "graphql";
import { jsonAnswer, type Answer, type FakeRequest } from "../http/messages.js";
import { GitHubError, type ExecutionContext } from "../resolvers/execution-context.js";
import { resolveField } from "../resolvers/resolve-field.js";
import type { GitHub } from "../github.js";
import type { TokenRecord } from "../world/records.js";
import { rateLimitHeaders, ssoHeader, tokenHeaders } from "./answer-headers.js";
import { chooseOperation, fragmentsOf, readDocument } from "./documents.js";
import { githubSchema } from "./github-schema.js";
import { measureOperation, type Measure, type MeasuredOperation } from "./measure-operation.js";
import { missingScope } from "./scope-rules.js";
import type { GitHubErrorBody } from "./validation-errors.js";

const DOCUMENTATION = "https://docs.github.com/graphql";

interface GraphQLBody {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** Answers one GraphQL request whose token is good, asking what GitHub asks in the same order. */
export function answerGraphQL(github: GitHub, token: TokenRecord, request: FakeRequest): Answer {
  const headers = (): Record<string, string> => ({
    "x-github-media-type": "github.v4; format=json",
    ...tokenHeaders(token, "repo"),
    ...rateLimitHeaders(github.limits.budget(token.user, "graphql"), "graphql"),
  });
  const refuse = (status: number, body: unknown): Answer => jsonAnswer(status, body, headers());
  const prepared = prepare(request.body);
  if ("message" in prepared) return refuse(400, { message: prepared.message, documentation_url: DOCUMENTATION });
  if ("errors" in prepared) return refuse(200, { errors: prepared.errors });
  const measure = measureOperation(prepared);
  if (measure.problem) return refuse(200, { data: null, errors: [measure.problem] });

  const { user } = token;
  if (github.limits.budget(user, "graphql").remaining <= 0) {
    const message = `API rate limit already exceeded for user ID ${user.databaseId}.`;
    return refuse(200, { errors: [{ type: "RATE_LIMIT", code: "graphql_rate_limit", message }] });
  }
  const points = prepared.operation.operation === OperationTypeNode.MUTATION ? 5 : 1;
  const wait = github.limits.secondaryWait(user, points);
  if (wait !== null) return secondaryAnswer(request.id, wait, headers());

  if (!measure.isDryRun) github.limits.charge(user, "graphql", measure.cost);
  const scope = missingScope(token, measure.fields);
  if (scope) return refuse(200, { errors: [scope] });
  const context = createContext(github, token, request, measure);
  const result = run(prepared, context);
  if (context.notModelled.size > 0) {
    for (const field of context.notModelled) github.journal.notModelled.add(field);
    return refuse(500, { message: `not modelled: ${[...context.notModelled].join(", ")}` });
  }
  // Anything but GitHub's own words is a fault of the fake, which must not look like an answer of GitHub.
  const fault = result.errors?.find(({ originalError }) => !(originalError instanceof GitHubError));
  if (fault) return refuse(500, { message: `The fake GitHub is broken at ${fault.path?.join(".")}: ${fault.message}` });
  const all = { ...headers(), ...ssoHeader(context.sso, github.webUrl) };
  return { ...jsonAnswer(200, toBody(result), all), cost: measure.cost };
}

/** The secondary limit, as REST and GraphQL both answer it. */
export function secondaryAnswer(requestId: string, wait: number, headers: Readonly<Record<string, string>>): Answer {
  const body = {
    documentation_url:
      "https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
    message: `You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID ${requestId}.`,
  };
  return jsonAnswer(403, body, { ...headers, "retry-after": String(wait) });
}

function readBody(body: string): GraphQLBody | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return parsed !== null && typeof parsed === "object" && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

type Prepared = MeasuredOperation | { readonly errors: readonly GitHubErrorBody[] } | { readonly message: string };

function prepare(body: string): Prepared {
  const parsed = readBody(body);
  if (parsed === null) return { message: "Problems parsing JSON" };
  if (typeof parsed.query !== "string") return { message: "A query attribute must be specified and must be a string." };
  const { document, errors } = readDocument(parsed.query);
  if (document === null || errors.length > 0) return { errors };
  const operation = chooseOperation(document, typeof parsed.operationName === "string" ? parsed.operationName : null);
  if (typeof operation === "string") return { errors: [{ message: operation }] };
  const given = (parsed.variables ?? {}) as Readonly<Record<string, unknown>>;
  const { coerced, errors: problems } = getVariableValues(githubSchema(), operation.variableDefinitions ?? [], given);
  if (problems) return { errors: problems.map(toVariableError) };
  return { operation, fragments: fragmentsOf(document), variables: coerced };
}

function toVariableError(error: GraphQLError): GitHubErrorBody {
  const explanation = /; (.+)$/s.exec(error.message)?.[1] ?? "Expected value to not be null";
  const name = /"\$(.+?)[".]/.exec(error.message)?.[1] ?? "";
  return {
    extensions: { value: null, problems: [{ path: [], explanation }] },
    locations: error.locations ?? [],
    message: `Variable $${name} was provided invalid value`,
  };
}

function createContext(github: GitHub, token: TokenRecord, request: FakeRequest, measure: Measure): ExecutionContext {
  const form = request.headers["x-github-next-global-id"];
  return {
    world: github.world,
    token,
    user: token.user,
    webUrl: github.webUrl,
    nodeIdForm: form === "1" ? "new" : form === "0" ? "old" : "by-age",
    budget: {
      ...github.limits.budget(token.user, "graphql"),
      cost: measure.cost,
      nodeCount: measure.nodeCount,
    },
    sso: { required: new Set(), partial: new Set() },
    notModelled: new Set(),
  };
}

function run({ operation, fragments, variables }: MeasuredOperation, contextValue: ExecutionContext): ExecutionResult {
  const definitions = [operation, ...fragments.values()];
  const result = execute({
    schema: githubSchema(),
    document: { kind: Kind.DOCUMENT, definitions },
    variableValues: variables,
    contextValue,
    rootValue: {},
    fieldResolver: resolveField,
  });
  if ("then" in result) throw new Error("A resolver of the fake GitHub returned a promise; make it answer at once.");
  return result;
}

/** GitHub puts the type first and beside the message. */
function toErrorBody(error: GraphQLError): GitHubErrorBody {
  const { originalError, path, locations, message } = error;
  const known = originalError instanceof GitHubError ? originalError : null;
  return {
    ...(known ? { type: known.type } : {}),
    ...(path ? { path } : {}),
    ...(known?.extensions ? { extensions: known.extensions } : {}),
    ...(locations ? { locations } : {}),
    message,
  };
}

function toBody({ data, errors }: ExecutionResult) {
  return { data: data ?? null, ...(errors ? { errors: errors.map(toErrorBody) } : {}) };
}
