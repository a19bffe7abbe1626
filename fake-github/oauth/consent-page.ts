import { escapeHtml, hiddenInputs, htmlPage } from "../http/html-page.js";
import type { Answer } from "../http/messages.js";
import type { UserRecord } from "../world/records.js";
import type { World } from "../world/world.js";

export interface ConsentOptions {
  readonly world: World;
  readonly title: string;
  /** Address that the form is sent to. */
  readonly action: string;
  /** What the form sends along as it stands. */
  readonly parameters: Iterable<readonly [string, string]>;
  /** HTML above the form. */
  readonly introduction: string;
  /** HTML at the top of the form. */
  readonly field?: string;
  /** Whose button stands first. */
  readonly suggested?: UserRecord | undefined;
}

/** A form with one button for each user of the world, with the single sign-ons that they have passed, and a refusal. */
export function consentPage(options: ConsentOptions): Answer {
  const { world, suggested } = options;
  const accounts = [...world.accounts.values()];
  const users = accounts.filter((account) => account.__typename === "User");
  const inOrder = suggested ? [suggested, ...users.filter((user) => user !== suggested)] : users;
  const buttons = inOrder.map(
    ({ login }) => `<button name="user" value="${escapeHtml(login)}">Continue as ${escapeHtml(login)}</button>`,
  );
  const organizations = accounts.filter((account) => account.__typename === "Organization" && account.saml);
  const boxes = organizations.map(
    ({ login }) =>
      `<label><input type="checkbox" name="sso" value="${escapeHtml(login)}" checked> signed in through the single sign-on of ${escapeHtml(login)}</label>`,
  );
  return htmlPage(
    options.title,
    `${options.introduction}<form method="post" action="${escapeHtml(options.action)}">${hiddenInputs(options.parameters)}${options.field ?? ""}<input type="hidden" name="sso" value="">${boxes.join("")}<p>${buttons.join("")}</p><p><button name="decline" value="1">Cancel</button></p></form>`,
  );
}

/** What was decided in the form. */
export interface Consent {
  readonly user: UserRecord | undefined;
  readonly isDeclined: boolean;
  /** Left out: every single sign-on of the user. */
  readonly ssoAuthorized?: readonly string[];
}

export function readConsent(world: World, parameters: URLSearchParams): Consent {
  const sso = parameters.getAll("sso");
  return {
    user: world.user(parameters.get("user") ?? ""),
    isDeclined: parameters.has("decline"),
    ...(sso.length > 0 ? { ssoAuthorized: sso.filter(Boolean) } : {}),
  };
}
