export const QUERY_DESCRIPTION =
  "Reads. A field that makes a call of its own, here or deeper, is nullable, so that one failing call never takes " +
  "its siblings with it: `{ session { status } viewer { login } }` still answers `session` when GitHub is down. " +
  "Everything that comes with its parent and that GitHub never withholds is non-null.";

export const MUTATION_DESCRIPTION =
  "Writes. Each takes exactly one `input` and returns its own payload. What the user can put right is data " +
  "(`userErrors`); what they cannot is a GraphQL error with a code from `ErrorCode`, and only then is the payload " +
  "null. Mutations are only accepted by `POST` with a JSON content type.";
