"use strict";

const COMPLETE = `mutation Callback($input: CompleteLoginInput!) {
  completeLogin(input: $input) {
    session { account { login } } returnTo continueUrl userErrors { message nextStep }
  }
}`;
const START = `mutation Start($input: StartLoginInput!) {
  startLogin(input: $input) { authorizationUrl userErrors { message nextStep } }
}`;
const SESSION = "{ session { isAuthenticated nextStep account { login } } }";

const query = new URLSearchParams(location.search);
// The code must stay neither in the address bar nor in the history.
history.replaceState(null, "", location.pathname);

const given = (name) => query.get(name) ?? undefined;
const input = {
  code: given("code"),
  state: given("state"),
  error: given("error"),
  errorDescription: given("error_description"),
  installationId: given("installation_id"),
  setupAction: given("setup_action"),
};
const isCallback = Object.values(input).some((value) => value !== undefined);

const title = document.getElementById("title");
const message = document.getElementById("message");
const action = document.getElementById("action");

/** What the button does. */
let next = async () => {};

action.addEventListener("click", () => {
  action.disabled = true;
  void attempt(next).finally(() => (action.disabled = false));
});

/** Shows what happened, and the one thing to do next, if there is any. */
function show({ heading, text, label, run = async () => {} }) {
  document.title = `${heading} – Octogate`;
  title.textContent = heading;
  message.textContent = text;
  action.hidden = label === undefined;
  action.textContent = label ?? "";
  next = run;
}

/** Runs a step; what it throws is shown, with the offer to try it again. */
async function attempt(run) {
  try {
    await run();
  } catch (error) {
    show({ heading: "That did not work", text: error.message, label: "Try again", run });
  }
}

async function ask(document, variables) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query: document, variables }),
  }).catch(() => {
    throw new Error("The gateway cannot be reached. Look at your connection, then try again.");
  });
  const { data, errors } = await response.json().catch(() => ({}));
  if (data && !errors) return data;
  throw new Error(errors?.[0]?.message ?? "The gateway answered something that is not understood. Try again.");
}

/** Only ever to a page of our own. */
function go(path) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) throw new Error("The page to return to is not one of this gateway.");
  location.replace(url.href);
}

async function signIn(purpose, returnTo) {
  const { startLogin } = await ask(START, { input: { purpose, returnTo } });
  const [problem] = startLogin.userErrors;
  if (problem) throw new Error(problem.message);
  location.assign(startLogin.authorizationUrl);
}

function showSignedIn(login) {
  show({ heading: "Signed in", text: `You are signed in as @${login}. You can close this page.` });
}

async function complete() {
  const { completeLogin } = await ask(COMPLETE, { input });
  const { session, returnTo, continueUrl, userErrors } = completeLogin;
  const [problem] = userErrors;
  if (continueUrl !== null) return location.replace(continueUrl);
  if (problem === undefined) return returnTo === null ? showSignedIn(session.account.login) : go(returnTo);
  const text = problem.message;
  const heading = "You are not signed in";
  if (problem.nextStep === "CONTACT_ADMIN") return show({ heading, text });
  if (problem.nextStep === "RETRY") return show({ heading, text, label: "Try again", run: complete });
  const purpose = problem.nextStep === "RECONNECT_GITHUB" ? "RECONNECT" : "SIGN_IN";
  return show({ heading, text, label: "Sign in with GitHub", run: () => signIn(purpose, returnTo ?? undefined) });
}

async function greet() {
  const { session } = await ask(SESSION, {});
  if (session.isAuthenticated) return showSignedIn(session.account.login);
  const purpose = session.nextStep === "RECONNECT_GITHUB" ? "RECONNECT" : "SIGN_IN";
  const label = "Sign in with GitHub";
  return show({ heading: "Octogate", text: "Sign in to go on.", label, run: () => signIn(purpose) });
}

void attempt(isCallback ? complete : greet);
