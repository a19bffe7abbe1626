import "./shell.css";
import { useEffect, useRef, type ReactNode } from "react";
import { useLocation } from "wouter";
import { ErrorBoundary } from "../errors/error-boundary.js";
import { texts } from "../texts.js";
import { AccountMenu } from "./account-menu.js";
import { Brand } from "./brand.js";
import { BudgetGauge } from "./budget-gauge.js";
import { Navigation } from "./navigation.js";
import { SessionBanner } from "./session-banner.js";
import { useShell } from "./use-shell.js";

export interface ShellProps {
  readonly children: ReactNode;
  /** Without margins, for a page that fills the window. */
  readonly isWide?: boolean;
}

/** What is around every page. It shows at once, and fills in who is here when the page knows. */
export function Shell({ children, isWide = false }: ShellProps) {
  const data = useShell();
  const page = useRef<HTMLElement>(null);
  const [path] = useLocation();
  const shownPath = useRef(path);
  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    window.scrollTo(0, 0);
    // An address with a fragment names the place that takes the focus. Or else the bar above would be out of sight.
    if (location.hash === "") page.current?.focus({ preventScroll: true });
  }, [path]);
  const session = data?.session;
  // Until then every page would show the same: how to sign in, or the field for a token.
  const isInside = session !== undefined && session.nextStep !== "LOG_IN" && session.nextStep !== "ADD_TOKEN";
  return (
    <div className="shell">
      <a
        className="shell__skip visually-hidden"
        href="#page"
        onClick={(event) => {
          event.preventDefault();
          page.current?.focus();
        }}
      >
        {texts.skipToContent}
      </a>
      <header className="shell__bar">
        <Brand />
        {isInside && <Navigation explorer={data?.gateway.links.explorer ?? null} />}
        {session && session.account !== null && (
          <div className="shell__account">
            <AccountMenu session={session} />
          </div>
        )}
      </header>
      <main className={`shell__page${isWide ? " shell__page--wide" : ""}`} id="page" ref={page} tabIndex={-1}>
        {data && <SessionBanner session={data.session} />}
        {data?.rateLimit && <BudgetGauge budget={data.rateLimit} />}
        <ErrorBoundary key={path}>{children}</ErrorBoundary>
      </main>
    </div>
  );
}
