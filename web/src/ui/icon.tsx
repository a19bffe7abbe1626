const PATHS = {
  branch:
    "M5 5.5v6m0-6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Zm0 6a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Zm0-1c0-3 6-1.5 6-4m0-1a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z",
  check: "m3.5 8.5 3 3 6-7",
  clock: "M8 4.5V8l2.25 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
  commit: "M1.5 8h4m5 0h4M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  cross: "m4.5 4.5 7 7m0-7-7 7",
  down: "m4 6 4 4 4-4",
  lock: "M5 7V5a3 3 0 0 1 6 0v2M3.75 7h8.5v6.25h-8.5z",
  out: "M6.5 3.5h-3v9h9v-3M9 3h4v4m0-4L7.5 8.5",
  search: "m10.5 10.5 3.25 3.25M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Z",
  shield: "M8 1.75 13 3.5v4c0 3-2 5.25-5 6.75-3-1.5-5-3.75-5-6.75v-4z",
  up: "m4 10 4-4 4 4",
};

export interface IconProps {
  readonly name: keyof typeof PATHS;
}

/** A small picture of something that is also said in words. */
export function Icon({ name }: IconProps) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
