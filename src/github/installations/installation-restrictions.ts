import type { AccessRestriction } from "../access-restriction.js";
import type { Installation } from "./installation.js";

/** What an installation leaves out. */
export function installationRestrictions(installation: Installation): readonly AccessRestriction[] {
  const { account, configureUrl, isSuspended, repositorySelection, needsApproval } = installation;
  const { login } = account;
  const about = { owner: login, actionUrl: configureUrl, actionExpiresAt: null };
  if (isSuspended) {
    return [
      {
        ...about,
        reason: "APP_SUSPENDED",
        message: `The App is suspended for ${login}. Its owner can resume it.`,
        nextStep: "CONTACT_ADMIN",
      },
    ];
  }
  const restrictions: AccessRestriction[] = [];
  if (repositorySelection === "SELECTED") {
    restrictions.push({
      ...about,
      reason: "REPOSITORIES_NOT_SELECTED",
      message: `The App sees chosen repositories of ${login} only. Choose more, and they appear.`,
      nextStep: "SELECT_REPOSITORIES",
    });
  }
  if (needsApproval) {
    restrictions.push({
      ...about,
      reason: "PERMISSIONS_NOT_APPROVED",
      message: `The App asks for permissions that ${login} has not approved yet. Its owner can approve them.`,
      nextStep: "APPROVE_PERMISSIONS",
    });
  }
  return restrictions;
}

/** Says that the App would have to be installed first. */
export function notInstalledRestriction(owner: string | null, installUrl: string): AccessRestriction {
  return {
    reason: "APP_NOT_INSTALLED",
    owner,
    message: `The App is not installed${owner === null ? " anywhere yet" : ` for ${owner}`}. Install it, and its repositories appear.`,
    nextStep: "INSTALL_APP",
    actionUrl: installUrl,
    actionExpiresAt: null,
  };
}
