import { texts } from "../texts.js";

/** The mark and the name. */
export function Brand() {
  return (
    <a className="brand" href="/">
      <svg className="brand__mark" viewBox="0 0 32 32" aria-hidden="true">
        <path fill="currentColor" d="M10 2h12l8 8v12l-8 8H10l-8-8V10z" />
        <path
          className="brand__door"
          fill="none"
          strokeWidth="2.6"
          strokeLinecap="round"
          d="M10.5 22.5V15a5.5 5.5 0 0 1 11 0v7.5M16 14v8.5"
        />
      </svg>
      {texts.product}
    </a>
  );
}
