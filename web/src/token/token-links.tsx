import "./token-links.css";
import type { TokenGuideFragment } from "../generated/operations.js";
import { texts } from "../texts.js";
import { ButtonLink } from "../ui/button.js";

export interface TokenLinksProps {
  readonly tokenGuide: TokenGuideFragment;
}

/** Links to GitHub's forms with everything filled in; the recommended kind of token first. */
export function TokenLinks({ tokenGuide: { classicUrl, fineGrainedUrl, recommended } }: TokenLinksProps) {
  const links = [
    { kind: "CLASSIC_PAT", url: classicUrl, label: texts.token.createClassic },
    { kind: "FINE_GRAINED_PAT", url: fineGrainedUrl, label: texts.token.createFineGrained },
  ].toSorted((a, b) => Number(b.kind === recommended) - Number(a.kind === recommended));
  return (
    <div className="stack token-links">
      <p className="soft">{texts.token.none}</p>
      <div className="row">
        {links.map(
          ({ kind, url, label }) =>
            url !== null && (
              <ButtonLink key={kind} href={url}>
                {label} {kind === recommended && <span className="soft small">{texts.token.recommended}</span>}
              </ButtonLink>
            ),
        )}
      </div>
    </div>
  );
}
