import { AccessToken } from "../auth/access-token.js";
import type { Credential, TokenKeeper } from "../auth/credential.js";
import type { Identity } from "../auth/identity.js";
import type { OpenEdition } from "../editions/edition.js";
import { GatewayError } from "../errors/gateway-error.js";
import type { TokenCheck, TokenExamination, TokenProblem } from "../github/token-check.js";
import type { Secret } from "../secret/secret.js";

/** What became of a token that was to be examined or stored. */
export interface TokenOutcome {
  /** The stored credential; `null` if nothing was stored. */
  readonly credential: Credential | null;
  /** `null` if the host could not be asked. */
  readonly check: TokenCheck | null;
  readonly problems: readonly TokenProblem[];
}

/** The caller's own token. */
export interface TokenSettings {
  /** Examines a token without storing it. */
  check(token: Secret): Promise<TokenOutcome>;
  /**
   * Examines a token and stores it if it works; with `force` also if it lacks something or GitHub cannot be asked.
   *
   * @throws GatewayError `FEATURE_NOT_AVAILABLE` where the caller cannot bring a token.
   */
  set(token: Secret, options: { readonly force: boolean }): Promise<TokenOutcome>;
  /** Forgets the stored token; answers the id of the credential that is gone. */
  remove(): Promise<string | null>;
}

export interface TokenSettingsOptions {
  readonly identity: Identity;
  readonly signal: AbortSignal;
  /** Called when another token is stored, or none any more. */
  readonly onChange: () => void;
}

/** Binds examining and keeping of tokens to one caller. */
export function tokenSettings(
  edition: OpenEdition,
  { identity, signal, onChange }: TokenSettingsOptions,
): TokenSettings {
  return {
    async check(secret) {
      const examination = await edition.tokenInspector.inspect(AccessToken.from(secret), signal);
      return { credential: null, ...examination };
    },
    async set(secret, { force }) {
      const keeper = keeperOf(edition);
      const token = AccessToken.from(secret);
      const examination = await edition.tokenInspector.inspect(token, signal);
      const { check } = examination;
      if (examination.problems.length > 0 && !(force && canBeForced(examination)))
        return { credential: null, ...examination };
      const verified = {
        account: check?.account ?? null,
        scopes: check?.scopes ?? [],
        expiresAt: check?.expiresAt ?? null,
      };
      const credential = await keeper.store(identity, token, verified);
      onChange();
      return { credential, check, problems: [] };
    },
    async remove() {
      const removed = await keeperOf(edition).remove(identity);
      onChange();
      return removed;
    },
  };
}

/** What GitHub refuses outright, or what is no token at all, is not stored even so: it could only replace a better one. */
function canBeForced({ problems }: TokenExamination): boolean {
  return problems.every(({ code }) => code !== "GITHUB_TOKEN_INVALID" && code !== "BAD_USER_INPUT");
}

function keeperOf({ tokenKeeper }: OpenEdition): TokenKeeper {
  if (tokenKeeper !== null) return tokenKeeper;
  throw new GatewayError("FEATURE_NOT_AVAILABLE", "Tokens cannot be stored here. Sign in with GitHub instead.");
}
