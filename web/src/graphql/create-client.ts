import { Client, fetchExchange, mapExchange } from "urql";
import { noticeChanges } from "../session/notice-changes.js";
import { createCache } from "./cache.js";
import { rememberingFetch } from "./last-request.js";

/** The GraphQL client of all pages. */
export function createClient(): Client {
  const client: Client = new Client({
    url: "/graphql",
    preferGetMethod: false,
    fetch: rememberingFetch,
    exchanges: [createCache(), mapExchange({ onResult: (result) => noticeChanges(client, result) }), fetchExchange],
    // With this type every answer of the gateway has status 200, and the browser's console stays quiet.
    fetchOptions: { headers: { accept: "application/json" } },
  });
  return client;
}
