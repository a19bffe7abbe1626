import type { TokenKeeper } from "../auth/credential.js";
import type { LoginFlow } from "../auth/login-flow.js";
import type { LoginOption } from "../auth/login-option.js";
import type { AccessTokenSource, UserAuth } from "../auth/user-auth.js";
import type { TokenInspector } from "../github/index.js";
import type { SettingsStore } from "../settings/settings-store.js";
import type { EditionLinks, Feature, Gate, NamedMiddleware, OpenEdition } from "./edition.js";

/** What a value must be: how a sentence calls it, how it is told, and what must be in it. */
export interface Shape {
  readonly what: string;
  readonly isMet: (value: unknown) => boolean;
  readonly members?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

const FUNCTION: Shape = { what: "a function", isMet: (value) => typeof value === "function" };
const OBJECT: Shape = { what: "an object", isMet: (value) => typeof value === "object" && value !== null };
const TEXT: Shape = { what: "a text", isMet: (value) => typeof value === "string" };
const TEXT_OR_NULL: Shape = { what: "a text or null", isMet: (value) => value === null || typeof value === "string" };
const SWITCH: Shape = { what: "true or false", isMet: (value) => typeof value === "boolean" };
const PROVIDERS: readonly unknown[] = ["GITHUB", "GITHUB_DEVICE", "OIDC", "TOKEN"] satisfies LoginOption["provider"][];
const PROVIDER: Shape = { what: `one of ${PROVIDERS.join(", ")}`, isMet: (value) => PROVIDERS.includes(value) };

type Members<T> = { readonly [Name in keyof T & string as undefined extends T[Name] ? never : Name]: Shape };

function objectWith<T>(members: Members<T>): Shape {
  return { ...OBJECT, members };
}

function objectOrNull<T>(members: Members<T>): Shape {
  return { what: "an object or null", isMet: (value) => typeof value === "object", members };
}

function listOf<T>(members: Members<T>): Shape {
  return { what: "a list", isMet: (value) => Array.isArray(value), items: objectWith<T>(members) };
}

/** What each field of an edition must give. The compiler asks for every member of every port. */
export const EDITION_SHAPE: Readonly<
  Record<Exclude<keyof OpenEdition, "name" | "kind" | typeof Symbol.asyncDispose>, Shape>
> = {
  middleware: listOf<NamedMiddleware>({ name: TEXT, handle: FUNCTION }),
  userAuth: objectWith<UserAuth>({ identify: FUNCTION, session: FUNCTION }),
  accessTokens: objectWith<AccessTokenSource>({ accessToken: FUNCTION, accepted: FUNCTION, refused: FUNCTION }),
  settings: objectWith<SettingsStore>({
    read: FUNCTION,
    change: FUNCTION,
    reset: FUNCTION,
    recordRepositoryUse: FUNCTION,
  }),
  tokenKeeper: objectOrNull<TokenKeeper>({ store: FUNCTION, remove: FUNCTION }),
  loginFlow: objectOrNull<LoginFlow>({
    start: FUNCTION,
    complete: FUNCTION,
    startDevice: FUNCTION,
    pollDevice: FUNCTION,
    logout: FUNCTION,
  }),
  gitHubService: FUNCTION,
  tokenInspector: objectWith<Pick<TokenInspector, "guide" | "inspect">>({
    guide: OBJECT,
    inspect: FUNCTION,
  }),
  loginOptions: listOf<LoginOption>({ provider: PROVIDER, label: TEXT, isAvailable: SWITCH, reason: TEXT_OR_NULL }),
  links: objectWith<EditionLinks>({ installApp: TEXT_OR_NULL }),
  features: listOf<Feature>({ name: TEXT, enabled: SWITCH, reason: TEXT_OR_NULL }),
  gates: listOf<Gate>({ name: TEXT, isOpen: FUNCTION }),
};
