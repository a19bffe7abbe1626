import type { AccessToken } from "../../auth/access-token.js";
import type { ReadyBody } from "../../plan/ready-body.js";
import { NotPlanned } from "../../plan/not-planned.js";
import { OwnerRepositoriesDocument, TokenReachDocument, ViewerRepositoriesDocument } from "../generated/operations.js";
import type { GitHubHost } from "../github-host.js";
import type { ListScope } from "../lists/list-scope.js";
import { ownListVariables } from "../lists/own-repositories.js";
import type { RepositoriesArguments } from "../lists/repositories-arguments.js";
import { limitsByReach, limitsByScopes, wantsReach } from "../lists/token-limits.js";
import { decodeCursor, encodeCursor, listName } from "../selection/cursor.js";
import type { ClientSelection } from "../selection/selection-of.js";
import type { ConnectionKeys } from "../selection/shape.js";
import type { AskedPart } from "../upstream/upstream-batch.js";
import { FieldPlan, type BoundPlan, type PlanCaller, type PlannedAnswer } from "./field-plan.js";
import { PageReader } from "./page-reader.js";
import { pageText } from "./page-text.js";
import type { PartReader } from "./part-reader.js";

export interface OwnListPlanOptions {
  readonly args: RepositoriesArguments;
  readonly selection: ClientSelection;
  readonly scope: ListScope;
  readonly host: GitHubHost;
}

/** The plan of GitHub's own list of repositories, in GitHub's order. */
export class OwnListPlan extends FieldPlan {
  readonly #options: OwnListPlanOptions;
  readonly #keys: ConnectionKeys;
  readonly #reader: PageReader;
  readonly #part: AskedPart;
  /** By whether the owner of a fine-grained token is asked for along with the list. */
  readonly #bound = new Map<boolean, BoundPlan>();
  /** Tokens of which there is something to tell; they will hardly get wider. */
  readonly #withLimits = new WeakSet<AccessToken>();

  constructor(options: OwnListPlanOptions) {
    super();
    const { args, selection } = options;
    const { connection } = selection.shape;
    const isOther =
      (args.search ?? "").trim() !== "" || args.installationId !== null || args.minimumPermission !== null;
    if (connection === undefined || isOther || args.orderBy.field === "LAST_USED") throw new NotPlanned("form");
    const list = listName("repositories", { ...args, first: 0, after: null });
    const at = decodeCursor(list, args.after);
    const variables = ownListVariables(args, { first: args.first, after: at === undefined ? null : String(at[1]) });
    this.#options = options;
    this.#keys = connection;
    this.#reader = new PageReader(connection, { variables: selection.values, list: "", hasErrors: false }, (cursor) =>
      encodeCursor(list, ["list", cursor]),
    );
    this.#part =
      args.owner === null
        ? { operation: ViewerRepositoriesDocument.toString(), variables, selection }
        : {
            operation: OwnerRepositoriesDocument.toString(),
            variables: { ...variables, owner: args.owner },
            selection,
          };
  }

  override boundTo({ token }: PlanCaller): BoundPlan {
    if (this.#withLimits.has(token)) throw new NotPlanned("value");
    const asksReach = this.#keys.restrictions.length > 0 && wantsReach(token, this.#options.scope);
    let bound = this.#bound.get(asksReach);
    if (bound === undefined) this.#bound.set(asksReach, (bound = this.#bind(asksReach)));
    return bound;
  }

  #bind(asksReach: boolean): BoundPlan {
    const part = { operation: TokenReachDocument.toString(), variables: {}, selection: undefined };
    return {
      parts: [this.#part],
      write: (answer, reader) => this.#write(answer, reader),
      ...(asksReach && {
        along: {
          part,
          check: (answer, reader) => {
            reader.nextPart();
            this.#assertNothingMissing(answer, limitsByReach(reader.json(), this.#options.scope, this.#options.host));
          },
        },
      }),
    };
  }

  #write(answer: PlannedAnswer, reader: PartReader): ReadyBody {
    const { scope, host } = this.#options;
    reader.nextPart();
    reader.expect('{"repositories":');
    const { items, ends } = this.#reader.read(reader);
    reader.expect("}");
    if (this.#keys.restrictions.length > 0) {
      this.#assertNothingMissing(answer, limitsByScopes(answer.token, scope, [answer.headers], host));
    }
    return pageText(this.#keys, items, ends);
  }

  #assertNothingMissing({ headers, token }: PlannedAnswer, limits: readonly unknown[]): void {
    if (headers["x-github-sso"] === undefined && limits.length === 0) return;
    this.#withLimits.add(token);
    throw new NotPlanned("value");
  }
}
