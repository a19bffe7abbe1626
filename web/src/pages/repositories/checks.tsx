import type { CheckState } from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { Badge, type BadgeProps } from "../../ui/badge.js";
import { Icon, type IconProps } from "../../ui/icon.js";

const LOOKS: Readonly<Record<CheckState, { readonly tone: BadgeProps["tone"]; readonly icon: IconProps["name"] }>> = {
  SUCCESS: { tone: "good", icon: "check" },
  PENDING: { tone: "plain", icon: "clock" },
  EXPECTED: { tone: "plain", icon: "clock" },
  FAILURE: { tone: "bad", icon: "cross" },
  ERROR: { tone: "bad", icon: "cross" },
};

export interface ChecksProps {
  readonly state: CheckState;
}

/** How the checks of a pull request stand. */
export function Checks({ state }: ChecksProps) {
  const { tone, icon } = LOOKS[state];
  return (
    <Badge tone={tone ?? "plain"}>
      <Icon name={icon} />
      {texts.tasks.checks[state]}
    </Badge>
  );
}
