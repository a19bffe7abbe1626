// What a search for "GraphQL BFF with GitHub login in Node" ends with, each part as its documentation shows it.
import "reflect-metadata";
import { ApolloServer } from "@apollo/server";
import { expressMiddleware } from "@as-integrations/express5";
import { graphql } from "@octokit/graphql";
import { RedisStore } from "connect-redis";
import express from "express";
import session from "express-session";
import { Redis } from "ioredis";
import { Arg, buildSchema, Ctx, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from "type-graphql";
import { DOCUMENT, UPSTREAM_URL, type Answer, type RepositoryList } from "./upstream.js";

declare module "express-session" {
  interface SessionData {
    token: string;
  }
}

interface Context {
  readonly token: string;
}

enum RepositoryVisibility {
  PUBLIC = "PUBLIC",
  PRIVATE = "PRIVATE",
  INTERNAL = "INTERNAL",
}
registerEnumType(RepositoryVisibility, { name: "RepositoryVisibility" });

@ObjectType()
class RepositoryOwner {
  @Field(() => String) login!: string;
  @Field(() => String) avatarUrl!: string;
}

@ObjectType()
class Repository {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => String) nameWithOwner!: string;
  @Field(() => String, { nullable: true }) description!: string | null;
  @Field(() => String) url!: string;
  @Field(() => RepositoryVisibility) visibility!: RepositoryVisibility;
  @Field(() => Boolean) isFork!: boolean;
  @Field(() => Boolean) isArchived!: boolean;
  @Field(() => Int) stargazerCount!: number;
  @Field(() => String, { nullable: true }) pushedAt!: string | null;
  @Field(() => String, { nullable: true }) viewerPermission!: string | null;
  @Field(() => RepositoryOwner) owner!: RepositoryOwner;
}

@ObjectType()
class RepositoryConnection {
  @Field(() => [Repository]) nodes!: Repository[];
}

@Resolver()
class RepositoryResolver {
  @Query(() => RepositoryConnection)
  async repositories(@Arg("first", () => Int) first: number, @Ctx() { token }: Context): Promise<RepositoryList> {
    const { viewer } = await graphql<Answer>(DOCUMENT, {
      first,
      baseUrl: `${UPSTREAM_URL}/api/v3`,
      headers: { authorization: `token ${token}` },
    });
    return viewer.repositories;
  }
}

const apollo = new ApolloServer<Context>({
  schema: await buildSchema({ resolvers: [RepositoryResolver], validate: false }),
});
await apollo.start();

const app = express();
app.use(
  session({
    store: new RedisStore({ client: new Redis(process.env["REDIS_URL"] ?? "") }),
    resave: false,
    saveUninitialized: false,
    secret: "secret of the bench",
  }),
);
// In the place of the OAuth callback.
app.get("/login/:token", (request, response) => {
  request.session.token = request.params.token;
  response.end();
});
app.use(
  "/graphql",
  express.json(),
  expressMiddleware(apollo, {
    context: ({ req }) => Promise.resolve({ token: req.session.token ?? "" }),
  }),
);
app.listen(0, "127.0.0.1");
