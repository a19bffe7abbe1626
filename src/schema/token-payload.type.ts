import { Field, ID, ObjectType } from "type-graphql";
import { GitHubCredential } from "./credential.type.js";
import { MutationPayload } from "./mutation-payload.js";
import { Session } from "./session.type.js";
import { TokenCheck } from "./token-check.type.js";

@ObjectType({ description: "Payload of `checkGitHubToken`." })
export class CheckGitHubTokenPayload extends MutationPayload {
  @Field(() => TokenCheck, { nullable: true, description: "Findings; `null` if the host could not be asked." })
  readonly check!: TokenCheck | null;
}

@ObjectType({ description: "Payload of `setGitHubToken`." })
export class SetGitHubTokenPayload extends MutationPayload {
  @Field(() => GitHubCredential, { nullable: true, description: "The stored credential; `null` if it was not stored." })
  readonly credential!: GitHubCredential | null;

  @Field(() => TokenCheck, { nullable: true, description: "Findings." })
  readonly check!: TokenCheck | null;

  @Field(() => Session, { description: "The session afterwards." })
  readonly session!: Session;
}

@ObjectType({ description: "Payload of `removeGitHubToken`." })
export class RemoveGitHubTokenPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: "Id of the credential that is gone; `null` if there was none." })
  readonly removedCredentialId!: string | null;

  @Field(() => Session, { description: "The session afterwards." })
  readonly session!: Session;
}
