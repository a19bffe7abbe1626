import type { AccessRestriction } from "../access-restriction.js";
import type { Installation } from "./installation.js";

/** What an installation leaves out, if anything. */
export function installationRestriction(installation: Installation): AccessRestriction | undefined {
  const { account, configureUrl } = installation;
  const about = { owner: account.login, actionUrl: configureUrl, actionExpiresAt: null };
  if (installation.isSuspended) {
    return {
      ...about,
      reason: "APP_SUSPENDED",
      message: `The App is suspended for ${account.login}. Its owner can resume it.`,
      nextStep: "CONTACT_ADMIN",
    };
  }
  if (installation.repositorySelection === "SELECTED") {
    return {
      ...about,
      reason: "REPOSITORIES_NOT_SELECTED",
      message: `The App sees chosen repositories of ${account.login} only. Choose more, and they appear.`,
      nextStep: "SELECT_REPOSITORIES",
    };
  }
  return undefined;
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
