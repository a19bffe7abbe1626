import "./withheld.css";
import { useRef } from "react";
import { useMutation } from "urql";
import { failureOf } from "../../errors/failure.js";
import { FailureNotice } from "../../errors/failure-notice.js";
import { RefreshRepositoriesDocument, type RestrictionFragment } from "../../generated/operations.js";
import { Restrictions } from "../../next-step/restrictions.js";
import { texts } from "../../texts.js";
import { Button } from "../../ui/button.js";
import { InstallPlaces } from "./install-places.js";
import { useReturn } from "./use-return.js";

export interface WithheldProps {
  readonly restrictions: readonly RestrictionFragment[];
  /** Whether there is nothing in the list above. */
  readonly isEmpty: boolean;
  readonly onAgain: () => void;
  /** Before everything is asked for anew. */
  readonly onRefresh: () => void;
}

/** Below a list: where the rest is, how to get at it, and a way to look again once that is done. */
export function Withheld({ restrictions, isEmpty, onAgain, onRefresh }: WithheldProps) {
  const [{ fetching, error }, refreshAccess] = useMutation(RefreshRepositoriesDocument);
  const place = useRef<HTMLDivElement>(null);
  function refresh(): void {
    onRefresh();
    void refreshAccess({});
  }
  useReturn(place, refresh);
  const failure = failureOf(error);
  const nowhere = restrictions.find(({ reason, owner }) => reason === "APP_NOT_INSTALLED" && owner === null);
  const installUrl = isEmpty ? nowhere?.actionUrl : undefined;
  // The places to install it say the same, and more.
  const others = installUrl ? restrictions.filter((each) => each !== nowhere) : restrictions;
  if (restrictions.length === 0 && !isEmpty) return null;
  return (
    <div className="withheld" ref={place}>
      {installUrl && <InstallPlaces installUrl={installUrl} />}
      {others.length > 0 && <h2 className="withheld__title">{texts.repositories.withheld.title}</h2>}
      <Restrictions restrictions={others} label={texts.repositories.withheld.title} onAgain={onAgain} />
      {failure && <FailureNotice failure={failure} onAgain={refresh} />}
      <div className="row">
        <Button isSmall isBusy={fetching} onClick={refresh}>
          {fetching ? texts.repositories.withheld.refreshing : texts.repositories.withheld[refreshOf(restrictions)]}
        </Button>
      </div>
    </div>
  );
}

/** What the user has done elsewhere when they come back to look again. */
function refreshOf(restrictions: readonly RestrictionFragment[]) {
  if (restrictions.length === 0) return "lookAgain";
  return restrictions.some(({ nextStep }) => nextStep === "INSTALL_APP") ? "installed" : "refresh";
}
