import type { OpenEdition } from "../../editions/edition.js";

/** A tab of the explorer, in GraphiQL's form. */
export interface ExampleTab {
  readonly query: string;
  /** JSON. */
  readonly variables?: string;
}

/** Operations that work in this edition as they stand, most wanted first. */
export function exampleTabs({ tokenKeeper }: Pick<OpenEdition, "tokenKeeper">): readonly ExampleTab[] {
  const bringToken = tokenKeeper === null ? [] : [CHECK_TOKEN, SET_TOKEN];
  return [SESSION, ...bringToken, PICKER, BRANCHES, TASKS, SETTINGS, BUDGET, CATALOGUE];
}

const SESSION: ExampleTab = {
  query: `# Who am I to this gateway, and what should I do next? Never calls GitHub.
query Session {
  session {
    status
    nextStep
    account { login name }
    credential { kind hint status expiresAt }
    loginOptions { provider label isAvailable }
  }
}
`,
};

const CHECK_TOKEN: ExampleTab = {
  query: `# What can a GitHub token do? Paste it into the variables below; nothing is stored.
mutation CheckToken($token: Secret!) {
  checkGitHubToken(input: { token: $token }) {
    check {
      isUsable
      kind
      login
      expiresAt
      visibleRepositoryCount
      capabilities { capability status evidence fix }
    }
    userErrors { code message nextStep helpUrl }
  }
}
`,
  variables: `{ "token": "" }`,
};

const SET_TOKEN: ExampleTab = {
  query: `# Stores the token, encrypted, if it works.
mutation SetToken($token: Secret!) {
  setGitHubToken(input: { token: $token }) {
    session { status nextStep }
    credential { hint login expiresAt }
    userErrors { code message nextStep }
  }
}
`,
  variables: `{ "token": "" }`,
};

const PICKER: ExampleTab = {
  query: `# The repositories that I can work on, last used first.
query RepositoryPicker($search: String, $after: String) {
  repositories(
    first: 20
    after: $after
    search: $search
    orderBy: { field: LAST_USED, direction: DESC }
  ) {
    nodes {
      id
      nameWithOwner
      isPrivate
      lastUsedAt
      defaultBranch { name }
    }
    pageInfo { hasNextPage endCursor }
    restrictions { reason owner message nextStep actionUrl }
  }
}
`,
  variables: `{ "search": null }`,
};

const BRANCHES: ExampleTab = {
  query: `# The branches of the repository that I used last, its default branch first.
# Those of any other: branches(owner: "…", name: "…") at the root.
query BranchPicker($search: String, $after: String) {
  repositories(first: 1, orderBy: { field: LAST_USED, direction: DESC }) {
    nodes {
      nameWithOwner
      branches(first: 20, after: $after, search: $search) {
        nodes {
          id
          name
          isDefault
          isProtected
          commitSha
          committedDate
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
`,
  variables: `{ "search": null }`,
};

const TASKS: ExampleTab = {
  query: `# What waits for me, most urgent first.
query Tasks($after: String) {
  suggestedTasks(first: 10, after: $after) {
    nodes {
      kind
      reason
      updatedAt
      repository { nameWithOwner }
      subject { number title url }
    }
    pageInfo { hasNextPage endCursor }
    restrictions { reason owner message nextStep actionUrl }
  }
}
`,
  variables: `{ "after": null }`,
};

const SETTINGS: ExampleTab = {
  query: `# An absent field stays as it is, null clears it: as it stands this changes nothing.
mutation SaveSettings($input: SaveSettingsInput!) {
  saveSettings(input: $input) {
    settings { version gitUserName gitUserEmail language }
    userErrors { code message path }
  }
}
`,
  variables: `{ "input": {} }`,
};

const BUDGET: ExampleTab = {
  query: `# What is left of the budget at GitHub, as last reported. Makes no call of its own.
query Budget {
  rateLimits { resource limit remaining resetAt pausedUntil }
}
`,
};

const CATALOGUE: ExampleTab = {
  query: `# Every error code, what it means and what to offer next.
query Catalogue {
  gateway {
    version
    edition
    limits { maxPageSize maxDepth maxCost }
    errorCatalogue { code description nextStep retryable }
  }
}
`,
};
