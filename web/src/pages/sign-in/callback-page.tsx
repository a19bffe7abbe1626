import { useQuery } from "urql";
import { CallbackPageDocument } from "../../generated/operations.js";
import { Gate } from "../../session/gate.js";
import { texts } from "../../texts.js";
import { callbackInput } from "./callback-parameters.js";
import { LoginEnd } from "./login-end.js";
import { SignedIn } from "./signed-in.js";

/** Where GitHub sends browsers back to: finishes the login with a request of its own, which carries the cookies. */
export default function CallbackPage() {
  return callbackInput === undefined ? <NothingToFinish /> : <LoginEnd input={callbackInput} />;
}

/** For who opens the page by its address, or reloads it. */
function NothingToFinish() {
  const [result, again] = useQuery({ query: CallbackPageDocument });
  return (
    <Gate result={result} returnTo="/" onAgain={() => again({ requestPolicy: "network-only" })}>
      {({ session }) => <SignedIn title={texts.callback.signedIn} login={session.account?.login ?? null} />}
    </Gate>
  );
}
