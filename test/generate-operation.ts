import type { GraphQLObjectType, GraphQLSchema } from "graphql";
import { createRandom, type Random } from "../fake-github/world/random.js";
import { nodeId } from "../fake-github/world/node-id.js";
import type { NodeRecord, RepositoryRecord, World } from "../fake-github/index.js";
import { printSelections, SelectionGenerator, type Chosen, type Place } from "./generate-selection.js";

export interface GeneratedOperation {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly selections: readonly Chosen[];
  /** The list whose pages are followed with `$after`, if any. */
  readonly walk: SelectionGenerator["walk"];
}

/** Fields and types that the oracle has no opinion on: they have tests of their own. */
const LEFT_OUT = new Set([
  "Organization.installation",
  "Installation",
  "SuggestedTask",
  "Settings",
  "GitHubCredential",
  "InputError",
]);

const ROOTS = ["viewer", "repository", "repository", "branches", "repositories", "organizations"].concat([
  "issues",
  "pullRequests",
  "searchRepositories",
  "node",
  "nodes",
]);

/** Beginnings of words, words that nothing has, and parts of several. */
const WORDS = ["e", "qu", "octo-mock", "Hello", "ev re", "er", "no-such-repository"];

interface GenerateInput {
  readonly seed: string;
  readonly number: number;
  readonly schema: GraphQLSchema;
  readonly world: World;
  /** Address of GitHub's pages. */
  readonly webUrl: string;
}

/** An operation that nothing but the seed and the number decide. */
export function generateOperation(input: GenerateInput): GeneratedOperation {
  const { schema, seed, number } = input;
  const random = createRandom(`${seed}/${number}`);
  const samples = new Samples(input, random);
  const generator = new SelectionGenerator({
    schema,
    random,
    argumentsOf: (coordinate) => samples.argumentsOf(coordinate),
    isLeftOut: (coordinate) => LEFT_OUT.has(coordinate),
  });
  const place: Place = { path: "", depth: 5, lists: 2, singular: [] };
  const query = schema.getQueryType() as GraphQLObjectType;
  const selections = Array.from({ length: 1 + random.below(4) }, () =>
    generator.field(query, random.pick(ROOTS), place),
  );
  const { declarations, fragments, variables, walk } = generator;
  const head = declarations.length === 0 ? "query" : `query(${declarations.join(", ")})`;
  const named = fragments.map(
    ({ name, on, selections: own }) => `fragment ${name} on ${on.name} ${printSelections(own)}`,
  );
  return { text: [`${head} ${printSelections(selections)}`, ...named].join("\n"), variables, selections, walk };
}

/** Values for arguments: mostly of what is there, now and then of what is not. */
class Samples {
  readonly #random: Random;
  readonly #repositories: readonly RepositoryRecord[];
  readonly #world: World;
  readonly #webUrl: string;

  constructor({ world, webUrl }: Pick<GenerateInput, "world" | "webUrl">, random: Random) {
    this.#webUrl = webUrl;
    this.#world = world;
    this.#random = random;
    this.#repositories = world.allRepositories().filter(({ items, name }) => items.size > 0 || name.startsWith("e"));
  }

  argumentsOf(coordinate: string): Readonly<Record<string, unknown>> {
    const random = this.#random;
    const size = random.chance(0.9) ? { first: 1 + random.below(4) } : {};
    switch (coordinate) {
      case "Query.repository":
        return { ...this.#name(), ...this.#maybe("followRenames", [true, false]) };
      case "Query.branches":
        return { ...this.#name(), ...size, ...this.#branches() };
      case "Repository.branches":
        return { ...size, ...this.#branches() };
      case "Query.repositories":
        return {
          ...size,
          ...this.#repositoryOrder(),
          ...this.#maybe("owner", ["northwind", "acme", "octo-mock", "elsewhere", "nobody-at-all"], 0.3),
          ...this.#maybe("visibility", ["PUBLIC", "PRIVATE", "INTERNAL"], 0.2),
          ...this.#maybe("affiliations", [["OWNER"], ["COLLABORATOR"], ["OWNER", "ORGANIZATION_MEMBER"], []], 0.3),
          ...this.#maybe("minimumPermission", ["READ", "TRIAGE", "WRITE", "ADMIN"], 0.3),
          ...this.#maybe("search", [...WORDS, this.#fullName(), `${this.#webUrl}/${this.#fullName()}`], 0.4),
          ...this.#maybe("includeForks", [true, false], 0.2),
        };
      case "Organization.repositories":
        return { ...size, ...this.#repositoryOrder(), ...this.#maybe("search", [...WORDS, this.#fullName()], 0.3) };
      case "Query.searchRepositories":
        return {
          ...size,
          query: random.pick([...WORDS, "", "a user:acme", "user:octo-mock", "user:elsewhere"]),
          ...this.#maybe("scope", ["ACCESSIBLE", "PUBLIC", "ALL"]),
          ...this.#maybe("orderBy", ["BEST_MATCH", "STARS", "UPDATED"]),
        };
      case "Repository.branch":
        return { name: random.pick(["main", "master", "develop", "fix/a#b?c%20 d", "no-such-branch"]) };
      case "Repository.issue":
      case "Repository.pullRequest":
        return { number: 1 + random.below(9) };
      case "Repository.issues":
        return { ...size, ...this.#maybe("states", [["OPEN"], ["CLOSED"], ["CLOSED", "OPEN"], []]) };
      case "Repository.pullRequests":
        return { ...size, ...this.#pullRequestStates() };
      case "Query.issues":
        return {
          ...size,
          ...this.#maybe("states", [["OPEN"], ["CLOSED"], ["CLOSED", "OPEN"], []]),
          ...this.#involvement(),
        };
      case "Query.pullRequests":
        return { ...size, ...this.#pullRequestStates(), ...this.#involvement() };
      case "Query.node":
        return { id: this.#id() };
      case "Query.nodes":
        return { ids: Array.from({ length: random.below(5) }, () => this.#id()) };
      default:
        return coordinate.endsWith(".avatarUrl") ? this.#maybe("size", [40, 80]) : size;
    }
  }

  #maybe(name: string, values: readonly unknown[], probability = 0.5): Readonly<Record<string, unknown>> {
    return this.#random.chance(probability) ? { [name]: this.#random.pick(values) } : {};
  }

  #name() {
    if (this.#random.chance(0.05)) return { owner: "octo-mock", name: "no-such-repository" };
    if (this.#random.chance(0.1)) return { owner: "octo-mock", name: "former-name" };
    const { owner, name } = this.#random.pick(this.#repositories);
    return { owner: owner.login, name };
  }

  #fullName(): string {
    const { owner, name } = this.#random.pick(this.#world.allRepositories());
    return `${owner.login}/${name}`;
  }

  #branches() {
    return { ...this.#maybe("search", ["fix", "MA", "e", "no such", ""]), ...this.#maybe("pinDefault", [true, false]) };
  }

  #repositoryOrder() {
    const field = this.#random.pick(["PUSHED_AT", "UPDATED_AT", "NAME", "STARGAZERS", "LAST_USED"]);
    return {
      ...this.#maybe("orderBy", [{ field, direction: this.#random.pick(["ASC", "DESC"]) }]),
      ...this.#maybe("includeArchived", [true, false]),
    };
  }

  #pullRequestStates() {
    const states = [["OPEN"], ["CLOSED"], ["MERGED"], ["OPEN", "MERGED"], ["CLOSED", "OPEN"], ["MERGED", "CLOSED"], []];
    return this.#maybe("states", states, 0.7);
  }

  #involvement() {
    const kinds = [
      ["AUTHORED"],
      ["MENTIONED"],
      ["REVIEW_REQUESTED"],
      ["AUTHORED", "ASSIGNED"],
      ["ASSIGNED", "MENTIONED"],
    ];
    const { owner, name } = this.#random.pick(this.#repositories);
    return { ...this.#maybe("involvement", kinds, 0.7), ...this.#maybe("repository", [`${owner.login}/${name}`], 0.2) };
  }

  #id(): string {
    if (this.#random.chance(0.08)) return "R_kgDOAAAAAA";
    const repository = this.#random.pick(this.#repositories);
    const people = [...this.#world.accounts.values()].filter(({ login }) => login !== "elsewhere");
    const records: readonly NodeRecord[] = [
      repository,
      repository.owner,
      this.#random.pick(people),
      ...repository.refs().values(),
      ...[...repository.items.values()].slice(0, 3),
    ];
    return nodeId(this.#random.pick(records), "new");
  }
}
