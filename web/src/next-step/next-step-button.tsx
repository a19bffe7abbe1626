import type { NextStep } from "../generated/operations.js";
import { useBeginLogin } from "../session/use-begin-login.js";
import { PageLink } from "../shell/page-link.js";
import { texts } from "../texts.js";
import { Button, ButtonLink, type ButtonLook } from "../ui/button.js";

/** How the console does what the gateway says is next. With an address from the gateway, all of them are links. */
const ACTIONS: Readonly<Record<NextStep, "none" | "sign-in" | "reconnect" | "token" | "link" | "again" | "reload">> = {
  NONE: "none",
  LOG_IN: "sign-in",
  ADD_TOKEN: "token",
  REPLACE_TOKEN: "token",
  RECONNECT_GITHUB: "reconnect",
  AUTHORIZE_SSO: "link",
  INSTALL_APP: "link",
  SELECT_REPOSITORIES: "link",
  APPROVE_PERMISSIONS: "link",
  RETRY: "again",
  WAIT: "again",
  FIX_INPUT: "none",
  RELOAD: "reload",
  CONTACT_ADMIN: "link",
};

export interface NextStepButtonProps {
  readonly step: NextStep;
  readonly look?: ButtonLook;
  /** The `actionUrl` that came with the step, if one did. */
  readonly actionUrl?: string | null;
  /** The `helpUrl` that came with the step, if one did: the address of steps that are done elsewhere. */
  readonly helpUrl?: string | null | undefined;
  /** Whether to offer to repeat it as well where the step itself is another one. */
  readonly isRetryable?: boolean | undefined;
  readonly isSmall?: boolean;
  /** Where to go after signing in; back here unless given. */
  readonly returnTo?: string;
  /** Repeats what failed; without it there is no button for that. */
  readonly onAgain?: (() => void) | undefined;
}

/** The one thing to offer next, for every `nextStep` in a session, an error or a restriction. */
export function NextStepButton({ isRetryable = false, ...props }: NextStepButtonProps) {
  const { step, onAgain } = props;
  return (
    <>
      {isRetryable && ACTIONS[step] !== "again" && onAgain && (
        <Button isSmall onClick={onAgain}>
          {texts.nextStep.RETRY}
        </Button>
      )}
      <StepButton {...props} />
    </>
  );
}

function StepButton({
  step,
  look = "plain",
  isSmall = look !== "main",
  actionUrl = null,
  helpUrl = null,
  returnTo,
  onAgain,
}: Omit<NextStepButtonProps, "isRetryable">) {
  const label = texts.nextStep[step];
  const action = ACTIONS[step];
  const address = actionUrl ?? (action === "link" ? helpUrl : null);
  if (label === "") return null;
  if (address !== null) {
    return (
      <ButtonLink href={address} look={look} isSmall={isSmall}>
        {label}
      </ButtonLink>
    );
  }
  switch (action) {
    case "sign-in":
    case "reconnect":
      return (
        <LoginButton
          purpose={action === "reconnect" ? "RECONNECT" : "SIGN_IN"}
          look={look}
          isSmall={isSmall}
          label={label}
          returnTo={returnTo}
        />
      );
    case "token":
      return (
        <PageLink href="/settings#token" look={look}>
          {label}
        </PageLink>
      );
    case "again":
    case "reload": {
      const onClick = onAgain ?? (action === "reload" ? () => location.reload() : undefined);
      return (
        onClick && (
          <Button look={look} isSmall={isSmall} onClick={onClick}>
            {label}
          </Button>
        )
      );
    }
    case "link":
    case "none":
      return null;
  }
}

interface LoginButtonProps {
  readonly purpose: "RECONNECT" | "SIGN_IN";
  readonly look: ButtonLook;
  readonly isSmall: boolean;
  readonly label: string;
  readonly returnTo: string | undefined;
}

function LoginButton({ purpose, look, isSmall, label, returnTo }: LoginButtonProps) {
  const { begin, isLeaving, failure } = useBeginLogin();
  return (
    <>
      <Button
        look={look}
        isSmall={isSmall}
        isBusy={isLeaving}
        onClick={() => begin({ purpose, ...(returnTo !== undefined && { returnTo }) })}
      >
        {isLeaving ? texts.signIn.leaving : label}
      </Button>
      {failure && <span role="alert">{failure.message}</span>}
    </>
  );
}
