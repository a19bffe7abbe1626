import { AnswerMemory, GitHubClient, PageSizes, RateLimits, type SharedLimits } from "../github/index.js";
import type { EditionSetup } from "./edition.js";

/** The way to GitHub; shared by all callers of one process. */
export interface OpenGitHub {
  readonly client: GitHubClient;
  readonly rateLimits: RateLimits;
  readonly memory: AnswerMemory;
  readonly pageSizes: PageSizes;
}

/** @param shared Where other replicas have the same callers. */
export function openGitHub({ config, version, measure }: EditionSetup, shared?: SharedLimits): OpenGitHub {
  const rateLimits = new RateLimits({ now: () => Date.now(), measure, ...(shared !== undefined && { shared }) });
  const userAgent = `octogate/${version}`;
  return {
    rateLimits,
    client: new GitHubClient({
      host: config.gitHubHost,
      hasProxy: config.hasProxy,
      userAgent,
      rateLimits,
      now: Date.now,
      measure,
    }),
    memory: new AnswerMemory({ now: () => Date.now(), isOn: config.cache === "on", measure }),
    pageSizes: new PageSizes(() => Date.now()),
  };
}
