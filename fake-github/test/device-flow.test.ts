import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startFakeGitHub, type FakeGitHub } from "../index.js";
import { askForToken, rest, type TokenAnswer } from "./sign-in.js";

let github: FakeGitHub;
beforeAll(async () => {
  github = await startFakeGitHub();
});
afterAll(() => github[Symbol.asyncDispose]());

interface Device {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly expires_in: number;
  readonly interval: number;
}

async function start(parameters: Readonly<Record<string, string>> = {}): Promise<Device> {
  const response = await fetch(`${github.url}/login/device/code`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ client_id: github.world.app("octogate-demo").clientId, ...parameters }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Device;
}

function poll({ device_code }: Pick<Device, "device_code">): Promise<TokenAnswer> {
  const grant_type = "urn:ietf:params:oauth:grant-type:device_code";
  return askForToken(github, { grant_type, device_code, client_secret: "" });
}

async function decide(
  { user_code, verification_uri }: Device,
  form: Readonly<Record<string, string>>,
): Promise<number> {
  const body = new URLSearchParams({ user_code: user_code.toLowerCase(), ...form });
  return (await fetch(verification_uri, { method: "POST", body })).status;
}

describe("the device flow", () => {
  test("gives tokens once the user has typed the code in, and once only", async () => {
    const device = await start();
    expect(device).toEqual({
      device_code: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) as string,
      verification_uri: `${github.url}/login/device`,
      expires_in: 900,
      interval: 5,
    });
    const page = await (await fetch(`${device.verification_uri}?user_code=${device.user_code}`)).text();
    expect(page).toContain(`value="${device.user_code}"`);
    expect(await poll(device)).toMatchObject({ error: "authorization_pending" });
    expect(await decide(device, { user: "mona-mock" })).toBe(200);
    github.clock.advance(5_000);
    const tokens = await poll(device);
    expect(await (await rest(github, "/user", tokens.access_token)).json()).toMatchObject({ login: "mona-mock" });
    expect(await poll(device)).toMatchObject({ error: "incorrect_device_code" });
    expect(github.journal.tokenRequests.at(-2)).toMatchObject({ grantType: "device_code", user: "mona-mock" });
  });

  test("refreshes its tokens without the client's secret, and then again", async () => {
    const device = await start();
    await decide(device, { user: "octo-mock" });
    let tokens = await poll(device);
    for (let count = 0; count < 2; count += 1) {
      const { refresh_token = "" } = tokens;
      tokens = await askForToken(github, { grant_type: "refresh_token", refresh_token, client_secret: "" });
      expect((await rest(github, "/user", tokens.access_token)).status).toBe(200);
    }
  });

  test("asks a client that polls too fast to wait five seconds more each time", async () => {
    const device = await start();
    const intervals: (number | undefined)[] = [];
    const errors: (string | undefined)[] = [];
    for (const wait of [0, 1_000, 9_000, 14_000, 20_000]) {
      github.clock.advance(wait);
      const { error, interval } = await poll(device);
      errors.push(error);
      intervals.push(interval);
    }
    expect(errors).toEqual(["authorization_pending", "slow_down", "slow_down", "slow_down", "authorization_pending"]);
    expect(intervals).toEqual([undefined, 10, 15, 20, undefined]);
  });

  test("ends with access_denied when the user says no", async () => {
    const device = await start();
    expect(await decide(device, { decline: "1" })).toBe(200);
    expect(await poll(device)).toMatchObject({ error: "access_denied" });
  });

  test("ends after fifteen minutes", async () => {
    const device = await start();
    github.clock.advance(900_000);
    expect(await poll(device)).toMatchObject({ error: "expired_token" });
    expect(await decide(device, { user: "octo-mock" })).toBe(422);
  });

  test("knows no other codes, and no grant of another name", async () => {
    expect(await poll({ device_code: "0".repeat(40) })).toMatchObject({ error: "incorrect_device_code" });
    expect(await decide({ ...(await start()), user_code: "AAAA-AAAA" }, { user: "octo-mock" })).toBe(422);
    expect(await askForToken(github, { grant_type: "password" })).toMatchObject({ error: "unsupported_grant_type" });
  });

  test("is refused to an App that has it switched off, and to nobody in particular", async () => {
    const app = github.world.addApp({ slug: "no-devices", hasDeviceFlow: false });
    expect(await start({ client_id: app.clientId })).toMatchObject({ error: "device_flow_disabled" });
    expect(await start({ client_id: "nobody" })).toMatchObject({ error: "incorrect_client_credentials" });
  });
});
