/**
 * What one root field asks of GitHub and how its value is made of the answer, worked out once for a document and its
 * variables. Resolvers and the server hand it on; only `src/github/` looks into it.
 */
export abstract class RootPlan {}
