import { startFakeGitHub, type FakeGitHub, type FakeGitHubOptions } from "./start-fake-github.js";

export interface RunOptions extends FakeGitHubOptions {
  /** Callback address of the demo App; that of a gateway on its usual port unless given. */
  readonly callbackUrl?: string;
  /** Where the lines go; standard output unless given. */
  readonly write?: (line: string) => void;
}

/** Starts a fake GitHub for a person: prints its address, its tokens and how to make it fail. */
export async function runFakeGitHub({ write, callbackUrl, ...options }: RunOptions = {}): Promise<FakeGitHub> {
  const print = write ?? ((line: string): void => void process.stdout.write(`${line}\n`));
  const github = await startFakeGitHub(options);
  print(`Fake GitHub: ${github.url}`);
  print(`  GraphQL  ${github.graphqlUrl}`);
  print(`  REST     ${github.restUrl}`);
  print("");
  print("Tokens, none of which opens anything on the real GitHub:");
  for (const { name, user, text } of github.world.tokens.values()) {
    print(`  ${name.padEnd(26)}${user.login.padEnd(12)}${text}`);
  }
  print("");
  print("Point the gateway at it:");
  print(`  OCTOGATE_GITHUB_URL=${github.url}`);
  for (const app of github.world.apps.values()) {
    if (app.kind !== "github-app") continue;
    if (callbackUrl !== undefined) app.redirectUris = [callbackUrl];
    print(`With sign-in (SaaS), as the App that comes back to ${app.redirectUris[0] ?? "nowhere"}:`);
    print(`  OCTOGATE_GITHUB_CLIENT_ID=${app.clientId}`);
    print(`  OCTOGATE_GITHUB_CLIENT_SECRET=${app.clientSecret}`);
    print(`  OCTOGATE_GITHUB_APP_SLUG=${app.slug}`);
  }
  print("Make the next GraphQL request fail:");
  const fault = JSON.stringify({ match: { path: "/graphql" }, form: "unicorn-html" });
  print(`  curl -X POST ${github.url}/_fake/faults -d '${fault}'`);
  print(`More switches: ${github.url}/_fake/`);
  return github;
}
