import { enumType } from "./enum-type.js";

export const LoginPurpose = enumType("LoginPurpose", "Purposes of a login.", {
  SIGN_IN: "Sign in.",
  RECONNECT: "Renew GitHub access; the session and its settings stay.",
  SWITCH_ACCOUNT: "Choose another account.",
  MANAGE_ACCESS: "Install the App or choose repositories, then come back.",
});
export type LoginPurpose = keyof typeof LoginPurpose;
