export interface FullNameProps {
  /** `owner/name`. */
  readonly name: string;
}

/** A repository's name, with the part that tells it from its neighbours standing out. */
export function FullName({ name }: FullNameProps) {
  const [owner, own] = name.split("/");
  return (
    <span className="full-name">
      <span className="soft">{`${owner}/`}</span>
      <wbr />
      <strong>{own}</strong>
    </span>
  );
}
