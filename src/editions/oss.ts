import { crossSiteGuard } from "../auth/cross-site-guard.js";
import type { PersonalTokenAuthOptions } from "../auth/personal-token/personal-token-auth.js";
import { PersonalTokenAuth } from "../auth/personal-token/personal-token-auth.js";
import { PersonalTokenKeeper } from "../auth/personal-token/personal-token-keeper.js";
import { PersonalTokenSource } from "../auth/personal-token/personal-token-source.js";
import { GitHubService, TokenInspector } from "../github/index.js";
import { openFileSettingsStore, type FileSettingsStore } from "../settings/file-settings-store.js";
import { openKeyring } from "../storage/open-keyring.js";
import type { Edition, EditionSetup } from "./edition.js";
import { openGitHub, type OpenGitHub } from "./open-github.js";

/** What the OSS edition opens: the settings file and the way to GitHub. */
export interface OssResources extends AsyncDisposable {
  readonly setup: EditionSetup;
  readonly settings: FileSettingsStore;
  readonly github: OpenGitHub;
  readonly accessTokens: PersonalTokenSource;
}

/** OSS: one owner, a personal access token in the settings, everything in files. */
const oss: Edition<OssResources> = {
  name: "oss",
  kind: "OSS",

  async open(setup) {
    const { dataDir } = setup.config;
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

  middleware: ({ setup }) => [crossSiteGuard({ publicUrl: setup.config.publicUrl })],
  userAuth: ({ setup, settings }) => new PersonalTokenAuth(tokenOptions(setup, settings)),
  accessTokens: ({ accessTokens }) => accessTokens,
  settings: ({ settings }) => settings,
  tokenKeeper: ({ setup, settings }) => new PersonalTokenKeeper(tokenOptions(setup, settings)),
  gitHubService:
    ({ github, accessTokens }) =>
    (caller) =>
      new GitHubService({ ...caller, ...github, tokens: accessTokens }),
  tokenInspector: ({ setup, github }) => new TokenInspector({ ...github, host: setup.config.gitHubHost }),
  loginOptions: () => [{ provider: "TOKEN", label: "GitHub token", isAvailable: true, reason: null }],
  features: () => [
    { name: "personal-token", enabled: true, reason: null },
    { name: "sign-in", enabled: false, reason: "The OSS edition has one owner and nobody to sign in." },
    { name: "installations", enabled: false, reason: "The OSS edition has no GitHub App." },
  ],
  gates: () => [],
};

export default oss;

function tokenOptions({ config }: EditionSetup, credentials: FileSettingsStore): PersonalTokenAuthOptions {
  return { credentials, host: config.gitHubHost.host, now: () => new Date() };
}
