import { COUNTER, type LoadPlan } from "./harness/messages.js";
import { expectedRow, FIELDS, PAGE_SIZE } from "./harness/rows.js";

/** A request, and how to tell that its answer is right. */
export interface Work extends Pick<LoadPlan, "path" | "body"> {
  readonly headers: Readonly<Record<string, string>>;
  /** Throws for an answer that is not, letter by letter, the one that is expected. */
  check(answer: string): void;
}

/** How a server is asked for a list of repositories. */
export interface Words {
  /**
   * - `github`: in GitHub's own schema.
   * - `peer`: in the schema of a peer, whose root field `repositories` takes any `first`.
   */
  readonly schema: "github" | "peer" | "octogate";
  /** With `defaultBranch`, `isDefault` and `restrictions`. */
  readonly isComputed?: boolean;
  /** With a variable that is another one in each request, so that no answer can be given again. */
  readonly isUnremembered?: boolean;
  /** With another document in each request. */
  readonly isUnknown?: boolean;
  /** With a field that is not GitHub's, so that the operation is executed by Apollo. */
  readonly hasOwnField?: boolean;
  /** With the wish for a report in `extensions`. */
  readonly isReported?: boolean;
}

/** The same list of repositories, in the words of one server. */
export function workOf(words: Words, count: number): Work {
  const { query, variables, nodesOf } = words.schema === "octogate" ? octogate(words, count) : plain(words, count);
  const isComputed = words.isComputed === true;
  const expected = JSON.stringify(Array.from({ length: count }, (_, index) => expectedRow(index, { isComputed })));
  return {
    path: "/graphql",
    headers: words.isReported === true ? { "x-octogate-report": "upstream" } : {},
    body: JSON.stringify({ query, variables }).replaceAll('"COUNTER"', COUNTER),
    check(answer) {
      if (JSON.stringify(nodesOf(JSON.parse(answer) as Answer)) === expected) return;
      throw new Error(`Not the expected answer: ${answer.slice(0, 1_000)}`);
    },
  };
}

interface Request {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** All repositories of an answer, in order. */
  readonly nodesOf: (answer: Answer) => readonly unknown[] | undefined;
}

interface Answer {
  readonly data?: Readonly<Record<string, List>> | null;
}

interface List {
  readonly nodes: readonly unknown[];
  readonly restrictions?: readonly unknown[];
  /** Of GitHub's `viewer`, which holds the list. */
  readonly repositories?: List;
}

/** One list of any length: these have no limit of their own, and the lean upstream has none either. */
function plain({ schema }: Words, count: number): Request {
  const list = `repositories(first: $first) { nodes { ${FIELDS} } }`;
  const isGitHub = schema === "github";
  return {
    query: `query Repositories($first: Int!) { ${isGitHub ? `viewer { ${list} }` : list} }`,
    variables: { first: count },
    nodesOf: ({ data }) => (isGitHub ? data?.["viewer"]?.repositories : data?.["repositories"])?.nodes,
  };
}

/** More than GitHub's page is as many root fields, each the list of one organization, in one document all the same. */
function octogate({ isComputed, isUnremembered, isUnknown, hasOwnField }: Words, count: number): Request {
  const fields = isUnremembered === true ? FIELDS.replace("avatarUrl", "avatarUrl(size: $size)") : FIELDS;
  const nodes = `nodes { ${fields}${isComputed === true ? " defaultBranch { name isDefault }" : ""} }`;
  const selection = `{ ${nodes}${isComputed === true ? " restrictions { reason message }" : ""} }`;
  const pages = Math.ceil(count / PAGE_SIZE);
  if (pages > 1 && count % PAGE_SIZE !== 0) throw new Error("More than one page must be whole pages.");
  const lists = Array.from({ length: pages }, (_, page) =>
    pages === 1
      ? `repositories(first: $first) ${selection}`
      : `page${page}: repositories(first: $first, owner: "organization-${page}") ${selection}`,
  );
  const name = isUnknown === true ? `Repositories${COUNTER}` : "Repositories";
  const size = isUnremembered === true ? ", $size: Int" : "";
  return {
    query: `query ${name}($first: Int!${size}) { ${lists.join(" ")}${hasOwnField === true ? " gateway { version }" : ""} }`,
    variables: { first: Math.min(count, PAGE_SIZE), ...(isUnremembered === true && { size: "COUNTER" }) },
    nodesOf: ({ data }) =>
      Object.entries(data ?? {}).flatMap(([key, list]) => {
        if (key === "gateway") return [];
        if (isComputed === true && list.restrictions?.length !== 0) throw new Error("There are restrictions.");
        return list.nodes;
      }),
  };
}
