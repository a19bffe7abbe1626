import { enumType } from "./enum-type.js";

export const TokenKind = enumType("TokenKind", "Kinds of tokens, told from prefix and behaviour.", {
  CLASSIC_PAT: "`ghp_…`",
  FINE_GRAINED_PAT: "`github_pat_…`",
  OAUTH_APP: "`gho_…`",
  GITHUB_APP_USER: "`ghu_…`",
  GITHUB_APP_INSTALLATION: "`ghs_…`",
  LEGACY: "40 hexadecimal digits without a prefix, from before 2021 or an old Enterprise Server.",
  UNKNOWN: "Not a GitHub token as far as can be seen.",
});
export type TokenKind = keyof typeof TokenKind;

export const Capability = enumType("Capability", "What a token is needed for.", {
  READ_PROFILE: "Know who the user is.",
  READ_PUBLIC_REPOSITORIES: "See public repositories.",
  READ_PRIVATE_REPOSITORIES: "See private repositories.",
  READ_ORGANIZATIONS: "See organizations and their repositories.",
  READ_ISSUES: "See issues and pull requests.",
  WRITE_CODE: "Push branches and open pull requests (for the product, not for the gateway).",
  WRITE_WORKFLOWS: "Change workflow files (for the product, not for the gateway).",
});
export type Capability = keyof typeof Capability;

export const CapabilityStatus = enumType("CapabilityStatus", "Findings.", {
  GRANTED: "It is there.",
  MISSING: "It is not.",
  UNKNOWN: "GitHub does not say; it will show on first use.",
});
export type CapabilityStatus = keyof typeof CapabilityStatus;
