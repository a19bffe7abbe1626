import type { GraphQLResolveInfo } from "graphql";
import type { AccessToken } from "../auth/access-token.js";
import { NotPlanned } from "../plan/not-planned.js";
import type { AccessRestriction } from "./access-restriction.js";
import { GitHubCaller } from "./github-caller.js";
import { keysOf, type ListCall, type ListPage } from "./lists/list-call.js";
import { concerns, type ListScope } from "./lists/list-scope.js";
import { tokenLimits, wantsReach } from "./lists/token-limits.js";
import { writeList } from "./lists/write-list.js";
import { readers } from "./readers/index.js";
import { eachOnce, restrictionsOf, ssoRestriction } from "./restrictions.js";
import type { CursorPosition } from "./selection/cursor.js";
import { selectionOf } from "./selection/selection-of.js";
import type { Raw } from "./selection/shape.js";

/** A list of the schema's query type. */
export interface ListToRead {
  readonly name: string;
  readonly args: { readonly first: number; readonly after: string | null };
  readonly scope: ListScope;
  readonly read: (call: ListCall, at: CursorPosition | undefined) => Promise<ListPage>;
}

/** Lists as one caller sees them, each with what is missing from it and why. */
export class ListCaller extends GitHubCaller {
  protected async list({ name, args, scope, read }: ListToRead, info: GraphQLResolveInfo): Promise<Raw> {
    if (this.isPlanning) throw new NotPlanned("form");
    const call = this.#listCall(info);
    return writeList(name, args, call, (at) => this.#withMissing(read(call, at), scope, call));
  }

  /** What is missing from a list beside what GitHub says at single items of it, once the list is there. */
  protected async outOfReach(
    scope: ListScope,
    call: ListCall,
    reading: Promise<ListPage>,
  ): Promise<readonly AccessRestriction[]> {
    const token = await call.batch.holdFor(this.upstream.currentToken());
    const [reach] = await Promise.all([wantsReach(token, scope) ? this.tokenReach() : undefined, reading]);
    return this.#missingFor(token, scope, call.headers, reach);
  }

  /** What is known to be missing of one owner's repositories, by what has been answered so far. */
  protected async missingOf(owner: string): Promise<readonly AccessRestriction[]> {
    const token = await this.upstream.currentToken();
    return this.#missingFor(token, { owner, of: "REPOSITORIES" }, this.answered, await this.tokenReach());
  }

  async #missingFor(
    token: AccessToken,
    scope: ListScope,
    headers: ListCall["headers"],
    reach: unknown,
  ): Promise<readonly AccessRestriction[]> {
    const sso = await this.ssoRestrictions(scope, { headers }, token);
    return [...sso, ...tokenLimits(token, scope, { headers, reach, host: this.host })];
  }

  /** What the answers' headers say of single sign-on: GitHub's searches leave things out without another word. */
  protected async ssoRestrictions(
    scope: ListScope,
    { headers }: Pick<ListCall, "headers">,
    token: AccessToken,
  ): Promise<readonly AccessRestriction[]> {
    if (!headers.some((each) => each["x-github-sso"] !== undefined)) return [];
    const organizations = await this.client.ssoOrganizations.readFrom(headers, {
      token,
      fetch: (path) => {
        this.report.askedRest();
        // Remembered for later requests: the end of this one must not end it.
        return this.client.rest(path, { token, budget: this.upstream.budgetOf(token), signal: undefined });
      },
    });
    return organizations.filter(({ login }) => concerns(scope, login)).map(ssoRestriction);
  }

  async #withMissing(reading: Promise<ListPage>, scope: ListScope, call: ListCall): Promise<ListPage> {
    if (keysOf(call).restrictions.length === 0) return reading;
    const [page, missing] = await Promise.all([reading, this.outOfReach(scope, call, reading)]);
    const restrictions = [...restrictionsOf(page.withheld), ...(page.restrictions ?? []), ...missing];
    return { ...page, withheld: [], restrictions: eachOnce(restrictions) };
  }

  #listCall(info: GraphQLResolveInfo): ListCall {
    const headers: ListCall["headers"][number][] = [];
    return {
      selection: selectionOf(info, readers),
      lastUsed: () => this.lastUsed(),
      headers,
      batch: {
        ask: async (operation, variables, selection) => {
          const answer = await this.batch.ask(operation, variables, selection);
          headers.push(answer.headers);
          return answer;
        },
        holdFor: (work) => this.batch.holdFor(work),
      },
    };
  }
}
