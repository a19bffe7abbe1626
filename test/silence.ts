import { expect } from "vitest";
import type { GraphQLAnswer, TestGateway } from "./gateway.js";

/** Nothing of what GitHub wrote, and no token, is in the answer or in the log. */
export function expectSilence(gateway: TestGateway, answer: GraphQLAnswer, words: readonly string[]): void {
  const { text: token } = gateway.fakeGitHub.world.token("classic");
  const told = `${answer.text}\n${JSON.stringify([...answer.headers])}\n${gateway.logLines.join("\n")}`;
  for (const secret of [token, "modify your token", "You must grant", ...words]) expect(told).not.toContain(secret);
  expect(answer.text).not.toMatch(/<[a-z!]/i);
}
