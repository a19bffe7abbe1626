import type { AnswerOrigin } from "./memory/answer-memory.js";
import type { RateLimitResource } from "./rate-limit.js";

/** What is counted of the calls to GitHub. Names no caller. */
export type GitHubMeasurement =
  /** @property outcome The status of GitHub's answer; `timeout`, `aborted` or `no-answer` where none came. */
  | { readonly kind: "github-request"; readonly api: "graphql" | "rest"; readonly outcome: string }
  | { readonly kind: "github-budget"; readonly resource: RateLimitResource; readonly remaining: number }
  | { readonly kind: "github-answer"; readonly origin: AnswerOrigin };

/** Takes what is counted; absent where nobody wants to know. */
export type MeasureGitHub = ((measurement: GitHubMeasurement) => void) | undefined;
