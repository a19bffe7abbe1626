import "./install-places.css";
import { useShell } from "../../shell/use-shell.js";
import { texts } from "../../texts.js";
import { ButtonLink } from "../../ui/button.js";

export interface InstallPlacesProps {
  /** GitHub's page on which the App is installed. */
  readonly installUrl: string;
}

/**
 * For whom the App can be installed, and who has to agree. Organizations have no names here: GitHub shows an App's tokens
 * none that has not installed it.
 */
export function InstallPlaces({ installUrl }: InstallPlacesProps) {
  const { title, own, organization, member, button } = texts.repositories.install;
  const login = useShell()?.session.account?.login;
  const places = [...(login === undefined ? [] : [{ name: login, about: own }]), { name: organization, about: member }];
  return (
    <div className="install-places">
      <p>{title}</p>
      <ul className="install-places" role="list" aria-label={title}>
        {places.map(({ name, about }) => (
          <li className="install-places__item" key={name}>
            <span>
              <strong>{name}</strong> <span className="soft">{about}</span>
            </span>
            <ButtonLink isSmall href={installUrl}>
              {button} <span className="visually-hidden">{name}</span>
            </ButtonLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
