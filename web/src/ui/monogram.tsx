export interface MonogramProps {
  readonly name: string;
}

/** In the place of a picture: those at GitHub are of another origin, and the policy of the pages allows none. */
export function Monogram({ name }: MonogramProps) {
  return (
    <span className="monogram" aria-hidden="true">
      {name.slice(0, 1)}
    </span>
  );
}
