import type { EncryptionKey } from "../config/config.js";
import type { Secret } from "../secret/secret.js";
import { EditionError } from "./edition-error.js";
import type { EditionSetup } from "./edition.js";

/** The settings without which there is no SaaS edition. */
export interface SaasConfig {
  readonly redisUrl: Secret;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly appSlug: string;
  readonly sessionKeys: readonly Secret[];
  readonly encryptionKeys: readonly EncryptionKey[];
}

/**
 * Config has asked for all of these when the edition is the built-in one; one that was built from it comes here without.
 *
 * @throws EditionError that names the variable.
 */
export function requireSaasConfig({ config, secrets }: EditionSetup): SaasConfig {
  const { edition } = config;
  if (config.publicUrl.port === "0") {
    throw new EditionError(
      edition,
      "cannot know its own address when the system chooses the port",
      "Set OCTOGATE_PORT, or OCTOGATE_PUBLIC_URL to the address that browsers use.",
    );
  }
  function given<T>(value: T | undefined, variable: string): T {
    if (value !== undefined) return value;
    throw new EditionError(edition, `needs ${variable}`, "Set it; docs/environment.md says to what.");
  }
  return {
    redisUrl: given(secrets.redisUrl, "OCTOGATE_REDIS_URL"),
    clientId: given(config.gitHubClientId, "OCTOGATE_GITHUB_CLIENT_ID"),
    clientSecret: given(secrets.gitHubClientSecret, "OCTOGATE_GITHUB_CLIENT_SECRET"),
    appSlug: given(config.gitHubAppSlug, "OCTOGATE_GITHUB_APP_SLUG"),
    sessionKeys: given(secrets.sessionKeys, "OCTOGATE_SESSION_KEYS"),
    encryptionKeys: given(secrets.encryptionKeys, "OCTOGATE_ENCRYPTION_KEYS"),
  };
}
