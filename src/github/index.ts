export { GitHubClient } from "./github-client.js";
export { GitHubService } from "./github-service.js";
export type { CallerOfGitHub } from "./github-caller.js";
export { RateLimits } from "./rate-limits.js";
export { TokenInspector } from "./token-inspector.js";
export { AccessIndex } from "./installations/access-index.js";
export { SaaSGitHubService } from "./saas-github-service.js";
