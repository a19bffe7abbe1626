import { GitHubClient, RateLimits } from "../github/index.js";
import type { EditionSetup } from "./edition.js";

/** The way to GitHub; shared by all callers of one process. */
export interface OpenGitHub {
  readonly client: GitHubClient;
  readonly rateLimits: RateLimits;
}

export function openGitHub({ config, version }: EditionSetup): OpenGitHub {
  const rateLimits = new RateLimits(Date.now);
  const userAgent = `octogate/${version}`;
  return { rateLimits, client: new GitHubClient({ host: config.gitHubHost, userAgent, rateLimits, now: Date.now }) };
}
