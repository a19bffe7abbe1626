import type { GraphQLResolveInfo } from "graphql";
import { GatewayError } from "../../errors/gateway-error.js";
import { RepositoryDocument, RepositoryOwnerDocument } from "../generated/operations.js";
import { readers } from "../readers/index.js";
import { isRaw } from "../selection/is-raw.js";
import { selectionOf, type ClientSelection } from "../selection/selection-of.js";
import { VARIABLE_PREFIX } from "../selection/selection-compiler.js";
import { shapeValue, TYPE_KEY } from "../selection/shape-value.js";
import type { Raw } from "../selection/shape.js";
import type { PartAnswer, UpstreamBatch } from "../upstream/upstream-batch.js";
import type { Link } from "./read-link.js";

type LinkTo<Kind extends Link["kind"]> = Extract<Link, { readonly kind: Kind }>;

/** What is asked on behalf of one field. */
interface ResourceCall {
  readonly batch: UpstreamBatch;
  readonly info: GraphQLResolveInfo;
}

/**
 * What a link points at, in one document. GitHub's own `resource(url:)` knows neither branches nor links of git: the
 * objects themselves are asked for instead.
 *
 * @throws GatewayError `NOT_FOUND`.
 */
export async function readResource(link: Link, call: ResourceCall): Promise<Raw> {
  switch (link.kind) {
    case "account":
      return readAccount(link, call);
    case "repository":
      return readRepository(link, call);
    case "work-item":
      return readWorkItem(link, call);
    case "branch":
      return readBranch(link, call);
    default:
      return link satisfies never;
  }
}

async function readAccount({ login }: LinkTo<"account">, { batch, info }: ResourceCall): Promise<Raw> {
  const selection = selectionOf(info, readers, { type: "RepositoryOwner" });
  const answer = await batch.ask(RepositoryOwnerDocument, { login }, selection);
  return found(answer, answer.value, selection);
}

async function readRepository({ owner, name }: LinkTo<"repository">, { batch, info }: ResourceCall): Promise<Raw> {
  const selection = selectionOf(info, readers, { type: "Repository" });
  const answer = await batch.ask(RepositoryDocument, { owner, name, followRenames: true }, selection);
  return { ...found(answer, answer.value, selection), [TYPE_KEY]: "Repository" };
}

/** By its number alone: GitHub shows a pull request under the address of an issue as well, and the other way round. */
async function readWorkItem(link: LinkTo<"work-item">, { batch, info }: ResourceCall): Promise<Raw> {
  const { owner, name, number } = link;
  const selection = selectionOf(info, readers, { type: "WorkItem" });
  const answer = await batch.ask(
    RepositoryDocument,
    { owner, name, followRenames: true },
    {
      ...selection,
      text: `{ issueOrPullRequest(number: ${VARIABLE_PREFIX}number) ${selection.text} }`,
      variables: [...selection.variables, { name: "number", type: "Int!", value: () => number }],
    },
  );
  return found(answer, isRaw(answer.value) ? answer.value["issueOrPullRequest"] : answer.value, selection);
}

/** The branch; the repository where the link names a tag, a commit or a branch that is gone. */
async function readBranch(link: LinkTo<"branch">, call: ResourceCall): Promise<Raw> {
  const { owner, name, branches } = link;
  const selection = selectionOf(call.info, readers, { type: "Branch" });
  const texts = branches.map(
    (_branch, index) => `r${index}: ref(qualifiedName: ${VARIABLE_PREFIX}ref${index}_) ${selection.text}`,
  );
  const names = branches.map((branch, index) => ({
    name: `ref${index}_`,
    type: "String!",
    value: () => `refs/heads/${branch}`,
  }));
  const [answer, repository] = await Promise.all([
    call.batch.ask(
      RepositoryDocument,
      { owner, name, followRenames: true },
      { ...selection, text: `{ ${texts.join(" ")} }`, variables: [...selection.variables, ...names] },
    ),
    readRepository({ kind: "repository", owner, name }, call),
  ]);
  // Git admits no branch beneath another one: at most one of the names exists.
  const refs = isRaw(answer.value) ? answer.value : {};
  const ref = branches.map((_branch, index) => refs[`r${index}`]).find((each) => each !== null && each !== undefined);
  if (ref === undefined) return repository;
  return { ...found(answer, ref, selection), [TYPE_KEY]: "Branch" };
}

function found({ hasErrors }: PartAnswer, value: unknown, { shape, values }: ClientSelection): Raw {
  const shaped = shapeValue(value, shape, { variables: values, list: "", hasErrors });
  if (shaped instanceof Error) throw shaped;
  if (isRaw(shaped)) return shaped;
  throw new GatewayError("NOT_FOUND", "The link leads to nothing, or this credential cannot see it. Check the link.");
}
