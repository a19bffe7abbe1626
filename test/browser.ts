import type { GraphQLAnswer, TestGateway } from "./gateway.js";

type Site = Pick<TestGateway, "graphql">;

export interface Callback {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  readonly errorDescription?: string | undefined;
  readonly installationId?: string | undefined;
  readonly setupAction?: string | undefined;
}

export interface UserError {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
  readonly nextStep: string;
  readonly providerCode?: string | null;
}

export interface StartPayload {
  readonly authorizationUrl: string | null;
  readonly expiresAt: string | null;
  readonly userErrors: readonly UserError[];
}

export interface CompletePayload {
  readonly session: { readonly status: string; readonly account: { readonly login: string } | null };
  readonly isNewUser: boolean;
  readonly returnTo: string | null;
  readonly continueUrl: string | null;
  readonly userErrors: readonly UserError[];
}

const ERRORS = "userErrors { __typename code message path nextStep ... on OAuthError { providerCode } }";
const START = `mutation Start($input: StartLoginInput!) {
  startLogin(input: $input) { authorizationUrl expiresAt ${ERRORS} }
}`;
const COMPLETE = `mutation Complete($input: CompleteLoginInput!) {
  completeLogin(input: $input) { session { status account { login } } isNewUser returnTo continueUrl ${ERRORS} }
}`;

/** A browser as far as signing in needs one: a jar of cookies, and a user who consents. */
export class Browser {
  readonly #gateway: Site;
  readonly #jar = new Map<string, string>();
  /** Every Set-Cookie that it has got, in order. */
  readonly received: string[] = [];

  constructor(gateway: Site) {
    this.#gateway = gateway;
  }

  /** The header that the jar makes. */
  get cookie(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get jar(): ReadonlyMap<string, string> {
    return this.#jar;
  }

  setCookie(name: string, value: string | null): void {
    if (value === null) this.#jar.delete(name);
    else this.#jar.set(name, value);
  }

  /** A copy of it that gets no cookies of the other's any more. */
  clone(): Browser {
    const copy = new Browser(this.#gateway);
    for (const [name, value] of this.#jar) copy.setCookie(name, value);
    return copy;
  }

  async graphql(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    { on = this.#gateway, headers = {} }: { readonly on?: Site; readonly headers?: Record<string, string> } = {},
  ): Promise<GraphQLAnswer> {
    const cookie = this.#jar.size > 0 ? { cookie: this.cookie } : {};
    const answer = await on.graphql(query, variables, { ...cookie, ...headers });
    for (const line of answer.headers.getSetCookie()) this.#take(line);
    return answer;
  }

  async start(input: Readonly<Record<string, unknown>> = {}, on?: Site): Promise<StartPayload> {
    const { data, text } = await this.graphql(START, { input }, on && { on });
    const payload = data?.["startLogin"] as StartPayload | null | undefined;
    if (!payload) throw new Error(`startLogin failed: ${text}`);
    return payload;
  }

  async complete(callback: Callback, on?: Site): Promise<CompletePayload> {
    const { data, text } = await this.graphql(COMPLETE, { input: callback }, on && { on });
    const payload = data?.["completeLogin"] as CompletePayload | null | undefined;
    if (!payload) throw new Error(`completeLogin failed: ${text}`);
    return payload;
  }

  /** Begins a login and lets the user consent; what GitHub sends the browser back with. */
  async consent(login: string, input: Readonly<Record<string, unknown>> = {}): Promise<Callback> {
    const { authorizationUrl, userErrors } = await this.start(input);
    if (authorizationUrl === null) throw new Error(`No login was begun: ${JSON.stringify(userErrors)}`);
    return callbackOf(await visit(authorizationUrl, { _fake_approve: login }));
  }

  async signIn(login: string, input: Readonly<Record<string, unknown>> = {}): Promise<CompletePayload> {
    const payload = await this.complete(await this.consent(login, input));
    if (payload.session.account?.login !== login) throw new Error(`Not signed in: ${JSON.stringify(payload)}`);
    return payload;
  }

  #take(line: string): void {
    this.received.push(line);
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", ...value] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.#jar.delete(name);
    else this.#jar.set(name, value.join("="));
  }
}

/** Goes to an address at GitHub as a user of its world would; where GitHub sends the browser then. */
export async function visit(address: string, parameters: Readonly<Record<string, string>>): Promise<URL> {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const response = await fetch(url, { redirect: "manual" });
  const location = response.headers.get("location");
  if (location === null) throw new Error(`GitHub redirects nowhere: ${response.status} ${await response.text()}`);
  return new URL(location);
}

/** The query of the callback address as the page hands it on. */
export function callbackOf({ searchParams }: URL): Callback {
  const given = (name: string) => searchParams.get(name) ?? undefined;
  return {
    code: given("code"),
    state: given("state"),
    error: given("error"),
    errorDescription: given("error_description"),
    installationId: given("installation_id"),
    setupAction: given("setup_action"),
  };
}
