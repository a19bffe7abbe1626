/** A way to sign in, as the schema's `LoginOption`. */
export interface LoginOption {
  readonly provider: "GITHUB" | "GITHUB_DEVICE" | "OIDC" | "TOKEN";
  /** Text for the button. */
  readonly label: string;
  readonly isAvailable: boolean;
  /** Why it cannot be used, for the operator. */
  readonly reason: string | null;
}
