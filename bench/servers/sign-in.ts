/** Signs a user of the lean upstream in; the cookie of the session. */
export async function signIn(url: string, userId: number): Promise<string> {
  const jar = new Map<string, string>();
  const started = await ask(url, jar, START, {});
  const state = new URL(started["startLogin"]?.authorizationUrl ?? "").searchParams.get("state");
  const completed = await ask(url, jar, COMPLETE, { code: String(userId), state });
  if (completed["completeLogin"]?.session?.account?.login !== `user-${userId}`) {
    throw new Error(`Not signed in: ${JSON.stringify(completed)}`);
  }
  return cookieOf(jar);
}

/** Stores a token in a gateway that has one for everybody. */
export async function storeToken(url: string): Promise<void> {
  const { setGitHubToken } = await ask(url, new Map(), SET_TOKEN, { token: tokenOf(1) });
  if (setGitHubToken?.userErrors?.length !== 0) throw new Error(`Not stored: ${JSON.stringify(setGitHubToken)}`);
}

/** The lean upstream knows its users by their tokens. */
export function tokenOf(userId: number): string {
  return `ghu_${String(userId).padStart(36, "0")}`;
}

const START = "mutation($input: StartLoginInput!) { startLogin(input: $input) { authorizationUrl } }";
const COMPLETE =
  "mutation($input: CompleteLoginInput!) { completeLogin(input: $input) { session { account { login } } userErrors { message } } }";
const SET_TOKEN = "mutation($input: SetGitHubTokenInput!) { setGitHubToken(input: $input) { userErrors { message } } }";

type Data = Readonly<
  Record<
    string,
    | {
        readonly authorizationUrl?: string;
        readonly session?: { readonly account?: { readonly login?: string } };
        readonly userErrors?: readonly unknown[];
      }
    | undefined
  >
>;

async function ask(url: string, jar: Map<string, string>, query: string, input: object): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: cookieOf(jar) },
    body: JSON.stringify({ query, variables: { input } }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [pair = ""] = line.split(";");
    const [name = "", ...value] = pair.split("=");
    if (/max-age=0/i.test(line)) jar.delete(name);
    else jar.set(name, value.join("="));
  }
  const { data, errors } = (await response.json()) as { data?: Data | null; errors?: unknown };
  if (!data || errors !== undefined) throw new Error(`Refused: ${JSON.stringify(errors)}`);
  return data;
}

function cookieOf(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}
