import type { GitHub } from "../github.js";
import { escapeHtml, htmlPage } from "../http/html-page.js";
import type { Answer, FakeRequest, Route } from "../http/messages.js";
import { readClient } from "./client.js";
import { consentPage, readConsent } from "./consent-page.js";
import { DEVICE_CODE_LIFE } from "./device-codes.js";
import { parametersOf } from "./parameters.js";
import { formOrJson, refuse } from "./token-answers.js";

/** `/login/device/code` for clients, `/login/device` for their users. */
export function deviceRoutes(github: GitHub): readonly Route[] {
  return [
    { method: "POST", pattern: /^\/login\/device\/code$/, answer: (request) => start(github, request) },
    {
      method: "GET",
      pattern: /^\/login\/device$/,
      answer: ({ search }) => page(github, search.get("user_code") ?? ""),
    },
    { method: "POST", pattern: /^\/login\/device$/, answer: (request) => decide(github, request) },
  ];
}

function start({ world, oauth, webUrl }: GitHub, request: FakeRequest): Answer {
  const client = readClient(world, request);
  if (!client) return refuse(request, "incorrect_client_credentials");
  if (!client.app.hasDeviceFlow) return refuse(request, "device_flow_disabled");
  const scopes = (parametersOf(request).get("scope") ?? "").split(/[\s,]+/).filter(Boolean);
  const { deviceCode, userCode, interval } = oauth.devices.create(client.app, scopes);
  return formOrJson(request, {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: `${webUrl}/login/device`,
    expires_in: DEVICE_CODE_LIFE,
    interval,
  });
}

function page({ world }: GitHub, userCode: string): Answer {
  return consentPage({
    world,
    title: "Device activation",
    action: "/login/device",
    parameters: [],
    introduction: `<p>Enter the code that your device shows, and choose who you are.</p>`,
    field: `<p><input name="user_code" value="${escapeHtml(userCode)}" placeholder="XXXX-XXXX" required autofocus></p>`,
  });
}

function decide({ world, oauth }: GitHub, { body }: FakeRequest): Answer {
  const parameters = new URLSearchParams(body);
  const device = oauth.devices.waiting(parameters.get("user_code") ?? "");
  if (!device)
    return htmlPage("Device activation", "<p>No device waits for this code. Go back and try again.</p>", 422);
  const { user, isDeclined, ssoAuthorized } = readConsent(world, parameters);
  if (!isDeclined && !user)
    return htmlPage("Nobody", "<p>There is no such user here. Go back and choose one.</p>", 422);
  device.decision = isDeclined || !user ? "denied" : { user, ...(ssoAuthorized ? { ssoAuthorized } : {}) };
  return htmlPage(isDeclined ? "You said no" : "Congratulations, you're all set!", "<p>Return to your device.</p>");
}
