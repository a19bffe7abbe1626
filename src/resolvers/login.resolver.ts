import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access } from "../schema/directives.js";
import {
  CompleteLoginInput,
  LogoutInput,
  PollDeviceLoginInput,
  StartDeviceLoginInput,
  StartLoginInput,
} from "../schema/login.input.js";
import {
  CompleteLoginPayload,
  LogoutPayload,
  PollDeviceLoginPayload,
  StartDeviceLoginPayload,
  StartLoginPayload,
} from "../schema/login-payload.type.js";
import { toLoginErrors } from "./login-errors.js";

@Resolver()
export class LoginResolver {
  @Mutation(() => StartLoginPayload, {
    nullable: true,
    description:
      "Begin to sign in, to reconnect, to switch the account or to grant more. The page then goes to " +
      "`authorizationUrl`.",
  })
  @Access("PUBLIC")
  async startLogin(
    @Arg("input", () => StartLoginInput) { clientMutationId, ...start }: StartLoginInput,
    @Ctx() context: RequestContext,
  ): Promise<StartLoginPayload> {
    const { problems, ...started } = await context.login.start(start);
    return { ...started, userErrors: toLoginErrors(problems, context), clientMutationId };
  }

  @Mutation(() => CompleteLoginPayload, {
    nullable: true,
    description:
      "Finish signing in with what GitHub sent back to the page. A second call with the same `state` returns the " +
      "first result.",
  })
  @Access("PUBLIC")
  async completeLogin(
    @Arg("input", () => CompleteLoginInput) { clientMutationId, ...callback }: CompleteLoginInput,
    @Ctx() context: RequestContext,
  ): Promise<CompleteLoginPayload> {
    const { problems, ...completed } = await context.login.complete(callback);
    return {
      ...completed,
      session: await context.session(),
      userErrors: toLoginErrors(problems, context),
      clientMutationId,
    };
  }

  @Mutation(() => StartDeviceLoginPayload, {
    nullable: true,
    description: "Begin to sign in without a browser on this machine (device flow).",
  })
  @Access("PUBLIC")
  async startDeviceLogin(
    @Arg("input", () => StartDeviceLoginInput) { clientMutationId }: StartDeviceLoginInput,
    @Ctx() context: RequestContext,
  ): Promise<StartDeviceLoginPayload> {
    const { problems, ...started } = await context.login.startDevice();
    return { ...started, userErrors: toLoginErrors(problems, context), clientMutationId };
  }

  @Mutation(() => PollDeviceLoginPayload, {
    nullable: true,
    description: "Ask whether a device login was approved. Not more often than `intervalSeconds`.",
  })
  @Access("PUBLIC")
  async pollDeviceLogin(
    @Arg("input", () => PollDeviceLoginInput) { deviceLoginId, clientMutationId }: PollDeviceLoginInput,
    @Ctx() context: RequestContext,
  ): Promise<PollDeviceLoginPayload> {
    const { problems, intervalSeconds } = await context.login.pollDevice(deviceLoginId);
    return {
      intervalSeconds,
      session: await context.session(),
      userErrors: toLoginErrors(problems, context),
      clientMutationId,
    };
  }

  @Mutation(() => LogoutPayload, {
    nullable: true,
    description: "Sign out, here or everywhere. Succeeds when already signed out.",
  })
  @Access("PUBLIC")
  async logout(
    @Arg("input", () => LogoutInput) { clientMutationId, ...options }: LogoutInput,
    @Ctx() context: RequestContext,
  ): Promise<LogoutPayload> {
    const { problems, endedSessions } = await context.login.logout(options);
    return {
      endedSessions,
      session: await context.session(),
      userErrors: toLoginErrors(problems, context),
      clientMutationId,
    };
  }
}
