/** The one GitHub that this gateway serves, with the addresses of its APIs; they differ by kind of host. */
export interface GitHubHost {
  readonly kind: "DOTCOM" | "DATA_RESIDENCY" | "ENTERPRISE_SERVER";
  /** Host name, with the port where it is not the scheme's own. */
  readonly host: string;
  /** Where people and the OAuth pages are, without a slash at the end. */
  readonly webUrl: string;
  readonly graphqlUrl: string;
  /** Without a slash at the end. */
  readonly restUrl: string;
}
