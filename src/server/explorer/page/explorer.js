"use strict";

/* global React, ReactDOM, GraphiQL */

const TOKEN = /(?:gh[pousr]_|github_pat_)[A-Za-z0-9_.-]{20,}|\b[0-9a-f]{40}\b/g;

/** Keeps tabs and settings in the browser as GraphiQL does, but never a token that was pasted into the variables. */
const storage = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => localStorage.setItem(name, String(value).replace(TOKEN, "")),
  removeItem: (name) => localStorage.removeItem(name),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};

async function start() {
  const place = document.getElementById("explorer");
  const { endpoint, examples } = place.dataset;
  const answer = await fetch(examples);
  const defaultTabs = answer.ok ? await answer.json() : [];
  ReactDOM.createRoot(place).render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: endpoint }),
      storage,
      defaultTabs,
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
    }),
  );
}

start().catch((error) => {
  document.getElementById("explorer").textContent = `The explorer could not start: ${error.message}`;
});
