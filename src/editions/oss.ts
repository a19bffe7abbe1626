import type { TokenKeeper } from "../auth/credential.js";
import { crossSiteGuard } from "../auth/cross-site-guard.js";
import { subjectOf } from "../auth/identity.js";
import type { LoginFlow } from "../auth/login-flow.js";
import type { LoginOption } from "../auth/login-option.js";
import type { PersonalTokenAuthOptions } from "../auth/personal-token/personal-token-auth.js";
import { PersonalTokenAuth } from "../auth/personal-token/personal-token-auth.js";
import { PersonalTokenKeeper } from "../auth/personal-token/personal-token-keeper.js";
import { PersonalTokenSource } from "../auth/personal-token/personal-token-source.js";
import type { AccessTokenSource, UserAuth } from "../auth/user-auth.js";
import { GitHubService, TokenInspector, type CallerOfGitHub } from "../github/index.js";
import { openFileSettingsStore, type FileSettingsStore } from "../settings/file-settings-store.js";
import type { SettingsStore } from "../settings/settings-store.js";
import { openKeyring } from "../storage/open-keyring.js";
import type { Edition, EditionLinks, EditionSetup, Feature, Gate, NamedMiddleware } from "./edition.js";
import { openGitHub, type OpenGitHub } from "./open-github.js";

/** What the OSS edition opens: the settings file and the way to GitHub. */
export interface OssResources extends AsyncDisposable {
  readonly setup: EditionSetup;
  readonly settings: FileSettingsStore;
  readonly github: OpenGitHub;
  readonly accessTokens: PersonalTokenSource;
}

/**
 * OSS: one owner, a personal access token in the settings, everything in files. Each field says what it needs of the
 * resources, so that an edition that is built from this one can keep it with resources of its own.
 */
const oss = {
  name: "oss",
  kind: "OSS",

  async open(setup: EditionSetup): Promise<OssResources> {
    const { dataDir, host, isLocal } = setup.config;
    if (!isLocal) {
      setup.notice(
        `Whoever can connect to ${host} uses your GitHub token. Set OCTOGATE_HOST to 127.0.0.1, or let a proxy in front ask who it is.`,
      );
    }
    const { keyring, created } = await openKeyring({ dataDir, encryptionKeys: setup.secrets.encryptionKeys });
    if (created !== undefined) setup.notice(`Made the encryption key ${created}. Keep it: stored tokens need it.`);
    const settings = await openFileSettingsStore({ dataDir, keyring });
    const github = openGitHub(setup);
    return {
      setup,
      settings,
      github,
      accessTokens: new PersonalTokenSource(tokenOptions(setup, settings)),
      async [Symbol.asyncDispose]() {
        await github.client[Symbol.asyncDispose]();
        await settings[Symbol.asyncDispose]();
      },
    };
  },

  middleware: ({ setup }: Pick<OssResources, "setup">): readonly NamedMiddleware[] => [
    crossSiteGuard({ publicUrl: setup.config.publicUrl }),
  ],
  userAuth: ({ setup, settings }: OssResources): UserAuth => new PersonalTokenAuth(tokenOptions(setup, settings)),
  accessTokens: ({ accessTokens }: OssResources): AccessTokenSource => accessTokens,
  settings: ({ settings }: OssResources): SettingsStore => settings,
  tokenKeeper: ({ setup, settings }: OssResources): TokenKeeper | null =>
    new PersonalTokenKeeper(tokenOptions(setup, settings)),
  loginFlow: (): LoginFlow | null => null,
  gitHubService:
    ({ github, accessTokens }: Pick<OssResources, "github"> & { readonly accessTokens: AccessTokenSource }) =>
    (caller: CallerOfGitHub) =>
      new GitHubService({ caller, gitHub: github, tokens: accessTokens, subject: subjectOf(caller.identity) }),
  tokenInspector: ({ setup, github }: Pick<OssResources, "setup" | "github">) =>
    new TokenInspector({ ...github, host: setup.config.gitHubHost }),
  loginOptions: (): readonly LoginOption[] => [
    { provider: "TOKEN", label: "GitHub token", isAvailable: true, reason: null },
  ],
  links: (): EditionLinks => ({ installApp: null }),
  features: (): readonly Feature[] => [
    { name: "personal-token", enabled: true, reason: null },
    { name: "sign-in", enabled: false, reason: "The OSS edition has one owner and nobody to sign in." },
    { name: "installations", enabled: false, reason: "The OSS edition has no GitHub App." },
  ],
  gates: (): readonly Gate[] => [],
} satisfies Edition<OssResources>;

export default oss;

function tokenOptions({ config }: EditionSetup, credentials: FileSettingsStore): PersonalTokenAuthOptions {
  return { credentials, host: config.gitHubHost.host, now: () => new Date() };
}
