import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { ButtonLook } from "../ui/button.js";

/** Pages that are HTML files of their own. */
const OTHER_FILES = new Set(["/graphql"]);

export interface PageLinkProps {
  readonly href: string;
  readonly children: ReactNode;
  /** Makes it look like a button. */
  readonly look?: ButtonLook;
  readonly className?: string;
}

/** A link to another page of the console; the browser loads it anew only where that is another file. */
export function PageLink({ href, children, look, className }: PageLinkProps) {
  const [here] = useLocation();
  const path = href.split("#", 1)[0] ?? href;
  const isHere = path === here || (path === "/repositories" && here === "/");
  const shared = {
    href,
    className: className ?? (look && `button button--small button--${look}`),
    "aria-current": isHere ? ("page" as const) : undefined,
  };
  return OTHER_FILES.has(here) || OTHER_FILES.has(path) ? (
    <a {...shared}>{children}</a>
  ) : (
    <Link {...shared}>{children}</Link>
  );
}
