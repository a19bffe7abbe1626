import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../context/request-context.js";
import { Access, Cost, ListSize } from "../schema/directives.js";
import { Repository } from "../schema/repository.type.js";
import {
  RecordRepositoryUsePayload,
  ResetSettingsPayload,
  SaveSettingsPayload,
} from "../schema/settings-payload.type.js";
import { RecordRepositoryUseInput, ResetSettingsInput, SaveSettingsInput } from "../schema/settings.input.js";
import { Settings } from "../schema/settings.type.js";
import { readSettings, toSettings } from "./caller-settings.js";
import { toSettingsChange, toSettingsErrors } from "./save-settings.js";

@Resolver(() => Settings)
export class SettingsResolver {
  @Query(() => Settings, { nullable: true, description: "This caller's settings. Never contains secrets." })
  @Access("SESSION")
  @Cost("0")
  settings(@Ctx() context: RequestContext): Promise<Settings> {
    return readSettings(context);
  }

  @FieldResolver(() => Repository, { nullable: true, description: "Repository that pickers start with." })
  @Cost("1")
  async defaultRepository(
    @Root() { defaultRepositoryId }: Settings,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    if (defaultRepositoryId === null) return null;
    const [repository] = await context.github.repositoriesById([defaultRepositoryId], info);
    return repository ?? null;
  }

  @FieldResolver(() => [Repository], {
    nullable: true,
    description: "Repositories used last, newest first, at most 20; ones that can no longer be seen are left out.",
  })
  @Cost("1")
  @ListSize({ slicingArguments: ["first"] })
  async recentRepositories(
    @Root() { recentRepositories }: Settings,
    @Arg("first", () => Int, { defaultValue: 5 }) first: number,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly object[]> {
    const ids = recentRepositories.map((use) => use.repositoryId);
    const repositories = ids.length > 0 ? await context.github.repositoriesById(ids, info) : [];
    return repositories.slice(0, first);
  }

  @Mutation(() => SaveSettingsPayload, {
    nullable: true,
    description:
      "Change settings. An absent field stays as it is; an explicit `null` clears it. Never touches credentials.",
  })
  @Access("SESSION")
  async saveSettings(
    @Arg("input", () => SaveSettingsInput) input: SaveSettingsInput,
    @Ctx() context: RequestContext,
  ): Promise<SaveSettingsPayload> {
    const change = await toSettingsChange(input, context);
    const outcome = await context.settings.save(change, { expectedVersion: input.expectedVersion ?? null });
    return {
      settings: toSettings(outcome.settings, context),
      userErrors: toSettingsErrors(outcome, context),
      clientMutationId: input.clientMutationId,
    };
  }

  @Mutation(() => ResetSettingsPayload, {
    nullable: true,
    description: "Put settings back to their defaults. Never touches credentials.",
  })
  @Access("SESSION")
  async resetSettings(
    @Arg("input", () => ResetSettingsInput) { clientMutationId }: ResetSettingsInput,
    @Ctx() context: RequestContext,
  ): Promise<ResetSettingsPayload> {
    const settings = await context.settings.reset();
    return { settings: toSettings(settings, context), userErrors: [], clientMutationId };
  }

  @Mutation(() => RecordRepositoryUsePayload, {
    nullable: true,
    description: "Remember that a repository was used, for `settings.recentRepositories`.",
  })
  @Access("SESSION")
  async recordRepositoryUse(
    @Arg("input", () => RecordRepositoryUseInput) { clientMutationId, ...use }: RecordRepositoryUseInput,
    @Ctx() context: RequestContext,
  ): Promise<RecordRepositoryUsePayload> {
    const outcome = await context.settings.recordRepositoryUse(use);
    return {
      settings: toSettings(outcome.settings, context),
      userErrors: toSettingsErrors(outcome, context),
      clientMutationId,
    };
  }
}
