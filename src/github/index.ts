export { GitHubClient } from "./github-client.js";
export type { GitHubHost } from "./github-host.js";
export { GitHubService, type CallerOfGitHub } from "./github-service.js";
export { RateLimits } from "./rate-limits.js";
export { TokenInspector } from "./token-inspector.js";
export { AccessIndex } from "./installations/access-index.js";
export { SaaSGitHubService } from "./saas-github-service.js";
