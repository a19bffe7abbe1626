import "./repositories-page.css";
import { useState } from "react";
import { useQuery } from "urql";
import { failureOf } from "../../errors/failure.js";
import { RepositoriesPageDocument } from "../../generated/operations.js";
import { Gate } from "../../session/gate.js";
import { texts } from "../../texts.js";
import { usePageTitle } from "../../ui/use-page-title.js";
import { RepositoriesSkeleton } from "./repositories-skeleton.js";
import { RepositoryCard } from "./repository-card.js";
import { SuggestedTasks } from "./suggested-tasks.js";
import { useChoice, variablesOf } from "./use-choice.js";

export default function RepositoriesPage() {
  usePageTitle(texts.repositories.title);
  const { choice, choose } = useChoice();
  // What the page begins with comes in its own operation; what is chosen later is asked for then.
  const [variables] = useState(() => ({ ...variablesOf(choice), isChosen: choice !== undefined }));
  const [result, ask] = useQuery({ query: RepositoriesPageDocument, variables });
  const again = () => ask({ requestPolicy: "network-only" });
  const failure = result.fetching ? undefined : failureOf(result.error, "repositories");
  return (
    <Gate result={result} onAgain={again} skeleton={<RepositoriesSkeleton />}>
      {({ repositories, settings }) => (
        <>
          <h1>{texts.repositories.title}</h1>
          <div className="repositories-page">
            <RepositoryCard
              first={{ list: repositories, failure, again }}
              choice={choice ?? startOf(settings?.defaultRepository?.nameWithOwner)}
              onChoose={choose}
            />
            <SuggestedTasks told={repositories?.restrictions ?? []} toldFailure={failure} />
          </div>
        </>
      )}
    </Gate>
  );
}

function startOf(repository: string | undefined) {
  return repository === undefined ? undefined : { repository, branch: undefined };
}
