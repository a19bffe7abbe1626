import { GraphiQL, type GraphiQLProps } from "graphiql";
import "graphiql/style.css";
import "./explorer.css";
import { use, useCallback, useMemo, useRef, useState } from "react";
import { FailureNotice } from "../src/errors/failure-notice.js";
import { lastRequestId } from "../src/graphql/last-request.js";
import { texts } from "../src/texts.js";
import { CopyButton } from "../src/ui/copy-button.js";
import { createExplorerFetcher, type ExplorerFetcherOptions } from "./explorer-fetcher.js";
import { loadExplorerResources, type ExampleTab, type ExplorerResources } from "./explorer-resources.js";
import { explorerStorage, storedTab } from "./explorer-storage.js";
import { leaveEditorByEscape } from "./leave-editor.js";
import { nameParts } from "./name-parts.js";
import { toShareLink } from "./share-link.js";
import { useSharedTab } from "./use-shared-tab.js";

const loaded = loadExplorerResources();

/** GraphiQL on our own schema, signed in by the cookie of this origin. */
export function Explorer({ onAnswer }: ExplorerFetcherOptions) {
  const [loading, setLoading] = useState(loaded);
  const resources = use(loading);
  if (resources !== undefined) return <Editors {...resources} onAnswer={onAnswer} />;
  return (
    <div className="explorer-page__failure">
      <FailureNotice
        failure={{
          message: texts.explorer.notLoaded,
          nextStep: "RETRY",
          requestId: lastRequestId() ?? undefined,
        }}
        onAgain={() => setLoading(loadExplorerResources())}
      />
    </div>
  );
}

function Editors({ schema, examples, onAnswer }: ExplorerResources & ExplorerFetcherOptions) {
  const fetcher = useMemo(() => createExplorerFetcher({ onAnswer }), [onAnswer]);
  const shared = useSharedTab();
  const tab = useRef<ExampleTab>(undefined);
  const onTabChange = useCallback<NonNullable<GraphiQLProps["onTabChange"]>>(({ tabs, activeTabIndex }) => {
    const active = tabs[activeTabIndex];
    if (active) tab.current = { query: active.query ?? "", variables: active.variables ?? "" };
  }, []);
  return (
    <div className="explorer" ref={nameParts} onKeyDownCapture={leaveEditorByEscape}>
      <GraphiQL
        // What a link brings becomes a tab of its own when GraphiQL starts.
        key={shared?.id}
        {...shared?.tab}
        defaultTabs={[...(shared ? [shared.tab] : []), ...examples]}
        fetcher={fetcher}
        schema={schema}
        storage={explorerStorage}
        onTabChange={onTabChange}
        forcedTheme="system"
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
      >
        <GraphiQL.Logo>
          <CopyButton
            text={() => toShareLink(tab.current ?? storedTab() ?? { query: "" }, schema)}
            label={texts.explorer.share}
          />
        </GraphiQL.Logo>
      </GraphiQL>
    </div>
  );
}
