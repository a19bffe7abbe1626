import { enumType } from "./enum-type.js";

export const Edition = enumType("Edition", "Editions.", {
  OSS: "Open source: one user or few, token in the settings.",
  SAAS: "Hosted: many users, GitHub App.",
  CUSTOM: "Built by someone else on the extension points.",
});
export type Edition = keyof typeof Edition;

export const GitHubHostKind = enumType(
  "GitHubHostKind",
  "Kinds of GitHub hosts; they differ in the addresses of their APIs.",
  {
    DOTCOM: "github.com",
    DATA_RESIDENCY: "GitHub Enterprise Cloud with data residency, `*.ghe.com`.",
    ENTERPRISE_SERVER: "GitHub Enterprise Server.",
  },
);
export type GitHubHostKind = keyof typeof GitHubHostKind;
