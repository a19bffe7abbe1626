import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access, Cost } from "../schema/directives.js";
import { LoginOption, Session } from "../schema/session.type.js";

@Resolver(() => Session)
export class SessionResolver {
  @Query(() => Session, {
    description:
      "The state of this caller: signed in or not, which credential, what to do next. " +
      "Never calls GitHub; safe to poll.",
  })
  @Access("PUBLIC")
  @Cost("0")
  session(@Ctx() context: RequestContext): Promise<Session> {
    return context.session();
  }

  @FieldResolver(() => Boolean, { description: "Shorthand: whether GitHub can be asked on behalf of this caller." })
  isAuthenticated(@Root() session: Session): boolean {
    return session.status === "AUTHENTICATED";
  }

  @FieldResolver(() => [LoginOption], { description: "Ways to sign in here, in the order to show them." })
  loginOptions(@Ctx() context: RequestContext): readonly LoginOption[] {
    return context.gateway.loginOptions;
  }
}
