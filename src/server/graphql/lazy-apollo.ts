import type { ApolloServer } from "@apollo/server";
import type { RequestContext } from "../../context/request-context.js";
import type { ApolloOptions } from "./create-apollo.js";

/** Apollo Server, loaded and started when it is first got: a gateway can listen before it has one. */
export class LazyApollo implements AsyncDisposable {
  readonly #options: ApolloOptions;
  #apollo: Promise<ApolloServer<RequestContext>> | undefined;

  constructor(options: ApolloOptions) {
    this.#options = options;
  }

  get(): Promise<ApolloServer<RequestContext>> {
    return (this.#apollo ??= loadApollo(this.#options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const apollo = await this.#apollo;
    await apollo?.stop();
  }
}

async function loadApollo(options: ApolloOptions): Promise<ApolloServer<RequestContext>> {
  const { createApollo } = await import("./create-apollo.js");
  return createApollo(options);
}
