import "./installations.css";
import { useMutation, useQuery } from "urql";
import { FailureNotice } from "../../errors/failure-notice.js";
import { failureOf } from "../../errors/failure.js";
import {
  GitHubAccessDocument,
  RefreshAccessDocument,
  type InstallationListFragment,
} from "../../generated/operations.js";
import { texts } from "../../texts.js";
import { Button, ButtonLink } from "../../ui/button.js";
import { Skeleton } from "../../ui/skeleton.js";

/** Where the App is installed, each with the page at GitHub on which its repositories are chosen. */
export function Installations() {
  const [{ data, error, fetching }, ask] = useQuery({ query: GitHubAccessDocument });
  const [{ fetching: isRefreshing, error: refreshError }, refresh] = useMutation(RefreshAccessDocument);
  const failure = failureOf(refreshError) ?? failureOf(error);
  const again = () => ask({ requestPolicy: "network-only" });
  if (fetching && !data) return <Skeleton look="block" />;
  return (
    <div className="stack installations">
      <div className="row installations__head">
        <h3>{texts.settings.access.installations}</h3>
        <Button isSmall isBusy={isRefreshing} onClick={() => void refresh({})}>
          {texts.settings.access.refresh}
        </Button>
      </div>
      {failure && <FailureNotice failure={failure} onAgain={again} />}
      {data?.installations?.nodes.length === 0 && <p className="soft">{texts.settings.access.none}</p>}
      <ul className="installations__list" role="list">
        {data?.installations?.nodes.map((installation) => (
          <InstallationLine key={installation.id} installation={installation} />
        ))}
      </ul>
      {data?.installations?.pageInfo.hasNextPage && <p className="soft small">{texts.settings.access.more}</p>}
    </div>
  );
}

interface InstallationLineProps {
  readonly installation: InstallationListFragment["nodes"][number];
}

function InstallationLine({ installation }: InstallationLineProps) {
  const { account, repositorySelection, isSuspended, needsApproval, configureUrl } = installation;
  const state = isSuspended ? "suspended" : needsApproval ? "needsApproval" : repositorySelection;
  return (
    <li className="installations__item">
      <span className="installations__what">
        <strong>{account.login}</strong> <span className="soft">{texts.settings.access.states[state]}</span>
      </span>
      <ButtonLink isSmall href={configureUrl}>
        {texts.settings.access.actions[state]} <span className="visually-hidden">{account.login}</span>
      </ButtonLink>
    </li>
  );
}
