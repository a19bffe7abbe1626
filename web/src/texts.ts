import type {
  Capability,
  CheckState,
  CredentialStatus,
  NextStep,
  SuggestedTaskKind,
  TokenKind,
} from "./generated/operations.js";

const date = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const time = new Intl.DateTimeFormat("en", { timeStyle: "short", hourCycle: "h23" });
const number = new Intl.NumberFormat("en");
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on a day says more than a distance. */
const LONG_AGO = 14 * DAY;

/** A day, such as "Feb 21, 2027". */
export function dayOf(instant: string): string {
  return date.format(new Date(instant));
}

/** A time of the day, such as "16:40". */
export function timeOf(instant: string): string {
  return time.format(new Date(instant));
}

/** How long ago something was, such as "3 hours ago"; the day of what is longer ago. */
export function agoOf(instant: string): string {
  const past = Date.now() - Date.parse(instant);
  if (past < MINUTE) return ago.format(0, "minute").replace("this minute", "just now");
  if (past < HOUR) return ago.format(-Math.floor(past / MINUTE), "minute");
  if (past < DAY) return ago.format(-Math.floor(past / HOUR), "hour");
  return past < LONG_AGO ? ago.format(-Math.floor(past / DAY), "day") : dayOf(instant);
}

interface OperationCost {
  readonly points: number;
  readonly calls: { readonly graphql: number; readonly rest: number };
  readonly cache: { readonly hits: number; readonly stale: number; readonly shared: number };
}

function counted(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

/** Buttons, by what the gateway says is to be done next. */
const NEXT_STEPS: Readonly<Record<NextStep, string>> = {
  NONE: "",
  LOG_IN: "Sign in",
  ADD_TOKEN: "Add a token",
  REPLACE_TOKEN: "Replace the token",
  RECONNECT_GITHUB: "Reconnect GitHub",
  AUTHORIZE_SSO: "Authorize",
  INSTALL_APP: "Install the App",
  SELECT_REPOSITORIES: "Choose repositories",
  APPROVE_PERMISSIONS: "Approve permissions",
  RETRY: "Try again",
  WAIT: "Try again",
  FIX_INPUT: "",
  RELOAD: "Reload",
  CONTACT_ADMIN: "Get help",
};

const CAPABILITIES: Readonly<Record<Capability, string>> = {
  READ_PROFILE: "Your profile",
  READ_PUBLIC_REPOSITORIES: "Public repositories",
  READ_PRIVATE_REPOSITORIES: "Private repositories",
  READ_ORGANIZATIONS: "Organizations",
  READ_ISSUES: "Issues and pull requests",
  WRITE_CODE: "Push branches, open pull requests",
  WRITE_WORKFLOWS: "Change workflow files",
};

const TOKEN_KINDS: Readonly<Record<TokenKind, string>> = {
  CLASSIC_PAT: "Classic token",
  FINE_GRAINED_PAT: "Fine-grained token",
  OAUTH_APP: "Token of an OAuth App",
  GITHUB_APP_USER: "User token of a GitHub App",
  GITHUB_APP_INSTALLATION: "Installation token of a GitHub App",
  LEGACY: "Token of the old kind",
  UNKNOWN: "Not recognized as a GitHub token",
};

const CREDENTIAL_STATUSES: Readonly<Record<CredentialStatus, string>> = {
  VALID: "Works",
  EXPIRING: "Works, expires soon",
  EXPIRED: "Has expired",
  INVALID: "GitHub refuses it",
  NEEDS_RECONNECT: "GitHub wants to see you again",
  UNREADABLE: "Cannot be read with the keys of this gateway",
};

const TASK_KINDS: Readonly<Record<SuggestedTaskKind, string>> = {
  MERGE_CONFLICTS: "Conflicts",
  FAILING_CHECKS: "Failing checks",
  CHANGES_REQUESTED: "Changes requested",
  UNRESOLVED_COMMENTS: "Open comments",
  REVIEW_REQUESTED: "Review",
  OPEN_ISSUE: "Issue",
  OPEN_PR: "Pull request",
};

const CHECKS: Readonly<Record<CheckState, string>> = {
  SUCCESS: "Checks passed",
  PENDING: "Checks running",
  EXPECTED: "Checks expected",
  FAILURE: "Checks failed",
  ERROR: "Checks could not run",
};

interface CountedList {
  readonly nodes: readonly unknown[];
  readonly totalCount: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean };
}

function countOf({ nodes, totalCount, pageInfo }: CountedList, one: string, many: string): string {
  const count = totalCount ?? nodes.length;
  if (count > nodes.length) return `${counted(count, one, many)}, ${number.format(nodes.length)} shown so far`;
  return pageInfo.hasNextPage ? `${counted(count, one, many)} or more` : counted(count, one, many);
}

/** Every English text of the console. What the gateway says in sentences of its own is not here. */
export const texts = {
  product: "Octogate",
  loading: "Loading…",
  skipToContent: "Skip to content",
  cancel: "Cancel",
  copy: { copy: "Copy", copied: "Copied", failed: "Could not copy" },
  nextStep: NEXT_STEPS,
  failure: {
    unreachable: "The gateway cannot be reached. Look at your connection, then try again.",
    notUnderstood: "The gateway answered something that is not understood. Try again.",
    crashed: "This page has broken down. Reload it; nothing that is stored is lost.",
    reload: "Reload",
    requestId: "Request",
    copyReport: "Copy details",
    goesOnAt: (at: string) => `It goes on at ${at}.`,
  },
  navigation: {
    label: "Pages",
    repositories: "Repositories",
    settings: "Settings",
    explorer: "Explorer",
  },
  account: {
    menu: "Account",
    tokenEndsIn: (hint: string) => `Token ending in ${hint}`,
    signOut: "Sign out",
    signOutEverywhere: "Sign out everywhere…",
  },
  signOut: {
    title: "Sign out everywhere?",
    text: "This ends your sessions in all browsers and on all devices. Your settings stay.",
    revoke: "Also withdraw the App’s access at GitHub",
    atGitHub: "Authorized Apps at GitHub",
    goOn: "Go on",
    confirm: "Sign out everywhere",
    cancel: "Cancel",
  },
  budget: {
    low: (left: number, limit: number, at: string) =>
      `${number.format(left)} of ${number.format(limit)} GitHub points are left. They are full again at ${at}.`,
    paused: (until: string) => `GitHub has asked for a pause until ${until}.`,
    meter: "GitHub points that are left",
  },
  banner: {
    RECONNECT_GITHUB: "GitHub wants to see you again. Your session and your settings stay.",
    REPLACE_TOKEN: "Your GitHub token no longer works. Your settings stay.",
    expiring: (day: string) => `Your GitHub token expires on ${day}.`,
    renew: "Renew",
  },
  firstRun: {
    title: "Connect GitHub",
    lead: "Octogate asks GitHub with a token of yours. It is stored encrypted on this machine and goes nowhere else.",
  },
  token: {
    label: "GitHub token",
    placeholder: "ghp_… or github_pat_…",
    show: "Show",
    hide: "Hide",
    missing: "Paste a token here first.",
    save: "Save and continue",
    saving: "Saving…",
    saved: "Saved. Your repositories are being loaded.",
    saveAnyway: "Save anyway",
    none: "No token yet? GitHub opens with the form filled in:",
    createClassic: "Create classic token",
    createFineGrained: "Create fine-grained token",
    createFitting: "Create a fitting token",
    recommended: "recommended",
    checking: "Examining the token…",
    findings: "What this token can do",
    kind: TOKEN_KINDS,
    ofUser: "of",
    expires: (day: string) => `Expires on ${day}`,
    expiresNever: "No expiry known",
    visible: (count: number) => `${counted(count, "repository", "repositories")} visible`,
    capability: CAPABILITIES,
    status: { GRANTED: "Yes", MISSING: "No", UNKNOWN: "Not known yet" },
    outOfReach: "Out of its reach",
  },
  signIn: {
    title: "Sign in",
    lead: "Octogate shows you what you can work on at GitHub. GitHub asks whether you agree, and sends you back here.",
    privacy: "What GitHub gives for that stays in the gateway; it never reaches this browser.",
    code: "With a code you sign in at GitHub on any other device, such as your phone: you type there what you read here.",
    leaving: "Going to GitHub…",
    unavailable: "There is no way to sign in here at the moment. Ask the operator of this gateway.",
  },
  callback: {
    signingIn: "Signing in…",
    oneMoment: "One moment.",
    notSignedIn: "You are not signed in",
    signedIn: "Signed in",
    stillSignedIn: "Already signed in",
    goOn: "Go on to the repositories",
    signedInAs: (login: string) => `You are signed in as @${login}. You can close this page.`,
    failed: "That did not work",
  },
  device: {
    title: "Sign in with a code",
    lead: "Open GitHub on this or any other device and type this code.",
    open: "Open GitHub",
    code: "Code",
    copyCode: "Copy the code",
    waiting: "Waiting for you to approve it at GitHub…",
    expiresAt: (at: string) => `The code is good until ${at}.`,
    again: "Get another code",
    back: "Sign in another way",
  },
  repositories: {
    title: "Repositories",
    pushed: (when: string) => `pushed ${when}`,
    used: (when: string) => `used ${when}`,
    visibility: { PRIVATE: "Private", INTERNAL: "Internal" },
    fork: "Fork",
    archived: "Archived",
    open: "Open at GitHub",
    copyClone: "Copy clone address",
    picker: {
      label: "Repository",
      placeholder: "Part of a name, or a link",
      toggle: "Show repositories",
      status: (list: CountedList & { readonly restrictions: readonly unknown[] }) =>
        [
          countOf(list, "repository", "repositories"),
          ...(list.restrictions.length > 0
            ? [`and ${counted(list.restrictions.length, "reason", "reasons")} below why some are missing`]
            : []),
        ].join(", "),
      branchGone: "The branch of this link is not there. Choose the repository to begin with its default branch.",
      none: "No repositories yet.",
      nothingFits: (search: string) => `Nothing here fits “${search}”.`,
    },
    install: {
      title: "Install the App for:",
      own: "your own account",
      organization: "An organization",
      member: "you choose it at GitHub; if you are not its owner, an owner must approve",
      button: "Install",
    },
    branch: {
      label: "Branch",
      placeholder: "Part of a name",
      noneYet: "No branch yet",
      toggle: "Show branches",
      status: (list: CountedList) => countOf(list, "branch", "branches"),
      isDefault: "default",
      isProtected: "protected",
      asTyped: (name: string) => `Take “${name}” as typed`,
      none: "There is no branch yet. The first commit makes one.",
      nothingFits: (search: string) => `No branch fits “${search}”.`,
      noCommit: "This repository has no commit yet. Type the name of a branch to begin with.",
      unknown: (name: string) => `GitHub has no branch “${name}” here yet.`,
    },
    withheld: {
      title: "Not shown here",
      installed: "I have installed it – refresh",
      refresh: "I have done that – refresh",
      lookAgain: "Look again",
      refreshing: "Looking again…",
    },
  },
  tasks: {
    title: "Waiting for you",
    count: (count: number) => counted(count, "task", "tasks"),
    none: "Nothing waits for you.",
    sameFailure: "Not there, for the same reason as the repositories.",
    more: "Show more",
    withheld: "Tasks that are not shown",
    draft: "Draft",
    kind: TASK_KINDS,
    checks: CHECKS,
  },
  settings: {
    title: "Settings",
    fields: {
      gitUserName: "Name",
      gitUserEmail: "E-mail address",
      language: "Language",
      defaultRepository: "Default repository",
      analyticsConsent: "Allow usage statistics",
      preferences: "More preferences",
    },
    commits: {
      title: "Your commits",
      nameHint: "Stands in commits that are made for you. Empty: the name of your GitHub profile.",
      emailHint: "Empty: GitHub’s no-reply address, which keeps yours private.",
      noAddress: "This is not an e-mail address. Write one such as ana@example.com.",
    },
    preferences: {
      title: "Preferences",
      languageHint: "Kept for products on this gateway, which can speak it. These pages are in English.",
      consentHint: "For products on this gateway that ask before they count what is used. These pages count nothing.",
      advanced: "Advanced",
      hint: "A JSON object, for what a product on this gateway keeps for you.",
      notAnObject: 'This is not a JSON object. Write one such as { "theme": "dark" }.',
    },
    defaultRepository: {
      hint: "What pickers start with. Type a part of its name or paste a link.",
      placeholder: "owner/name",
      unknown: "No repository in reach has exactly this name. Choose one of the suggestions, or clear the field.",
    },
    empty: "(empty)",
    yes: "Yes",
    no: "No",
    refused: (count: number) => `Nothing is saved yet: ${counted(count, "field needs", "fields need")} another look.`,
    save: "Save",
    saving: "Saving…",
    saved: "Saved.",
    unsaved: "Not saved yet.",
    discard: "Discard changes",
    conflict: {
      title: "These settings were saved elsewhere in the meantime.",
      choose: "What you typed is kept. Choose, then save again.",
      nothingLost: "What you typed is kept. Save again to store it.",
      mine: "Typed here:",
      theirs: "Saved elsewhere:",
      takenOver: (fields: readonly string[]) => `Taken over from there: ${fields.join(", ")}.`,
    },
    credential: {
      status: "Status",
      kind: "Kind",
      owner: "Belongs to",
      expires: "Expires",
      scopes: "Scopes",
      verified: "Last accepted",
      statuses: CREDENTIAL_STATUSES,
      unchecked: "Stored, not checked yet",
      renewed: (day: string) => `The gateway renews it. Unused, it ends on ${day}.`,
      expiresIn: (day: string, days: number) => `${day}, in ${counted(days, "day", "days")}`,
      expired: (day: string) => `expired on ${day}`,
    },
    token: {
      title: "GitHub token",
      createSame: "Create the same token again",
      replace: "Replace the token",
      remove: "Remove…",
      removeTitle: "Remove the token?",
      removeText: "The gateway forgets it. Your settings stay, and at GitHub it stays good until you delete it there.",
      removeConfirm: "Remove the token",
    },
    access: {
      title: "GitHub access",
      installations: "Where the App is installed",
      none: "Nowhere yet. Install it to see repositories here.",
      more: "There are more at GitHub.",
      refresh: "Look again",
      actions: {
        ALL: "Choose repositories",
        SELECTED: "Choose repositories",
        suspended: "Open at GitHub",
        needsApproval: NEXT_STEPS.APPROVE_PERMISSIONS,
      },
      states: {
        ALL: "all repositories",
        SELECTED: "selected repositories",
        suspended: "suspended",
        needsApproval: "asks for permissions that are not approved",
      },
      purposes: {
        MANAGE_ACCESS: "Install or choose repositories",
        RECONNECT: "Reconnect GitHub",
        SWITCH_ACCOUNT: "Use another account",
      },
    },
    session: {
      title: "Session",
      since: (day: string) => `Signed in since ${day}.`,
      until: (day: string) => `It ends on ${day} if it is not used.`,
    },
    reset: {
      title: "Start over",
      text: "Puts all settings on this page back to their defaults and forgets what was used last. Your GitHub access stays.",
      button: "Reset the settings…",
      question: "Reset the settings?",
      confirm: "Reset the settings",
      done: "The settings are back to their defaults.",
    },
  },
  explorer: {
    title: "Explorer",
    account: "Account",
    nobody: "nobody is signed in",
    lastOperation: "Last operation",
    noOperation: "none yet",
    unknown: "not known",
    budget: "Budget left",
    notLoaded: "The explorer could not load the schema and the examples. Try again.",
    leaveEditor: "Esc leaves an editor.",
    share: "Copy link",
    left: (remaining: number, limit: number) => `${number.format(remaining)} of ${number.format(limit)}`,
    cost: ({ points, calls, cache }: OperationCost) =>
      [
        counted(points, "point", "points"),
        counted(calls.graphql + calls.rest, "call", "calls"),
        `${cache.hits + cache.stale + cache.shared} from the cache`,
      ].join(", "),
  },
};
