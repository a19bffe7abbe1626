/** The words that the seeded world is made of. */

export const QUALITIES = (
  "amber brisk calm clever coastal copper crisp dapper eager early fabled fleet gentle golden hidden humble " +
  "idle jolly keen lively lucid mellow misty nimble noble open patient plain polar quiet rapid rustic silent " +
  "sincere solar sturdy sunny tidal upbeat velvet vivid wandering wild wooden"
).split(" ");

export const THINGS = (
  "anchor atlas badger beacon bramble bridge canvas cedar chisel compass crane dock ember falcon ferry forge " +
  "garden harbor heron kettle kiln lantern ledger lighthouse loom mango meadow mill mosaic nectar oak orchard " +
  "otter paddle parcel pebble pigeon planet prairie quarry quilt radar raven ribbon river saddle sail sparrow " +
  "spindle stove summit tailor temple thicket tunnel turbine valley wagon walnut willow workshop zephyr"
).split(" ");

export const PURPOSES = [
  "A small library that reads schedules and says when to leave.",
  "Keeps the household inventory in one place.",
  "Dashboards for people who would rather not look at dashboards.",
  "Command line tools for tidying up old archives.",
  "The website, its build and its deployment.",
  "Experiments with maps, tides and public transport.",
  "Shared configuration for all services.",
  "An importer for spreadsheets that nobody dares to delete.",
  "Turns meeting notes into tasks.",
  "Measures how long things take, and draws them.",
  "A parser for a language that deserves better.",
  "Notes, scripts and one-off fixes.",
];

export const ISSUE_TITLES = [
  "Crash when the configuration file is empty",
  "Dates are shown in the wrong time zone",
  "Support a dry run",
  "Document the retry behaviour",
  "Slow start with many plugins",
  "Search ignores accents",
  "Export fails for more than 1,000 rows",
  "Keyboard focus is lost after saving",
  "Update the list of supported versions",
  "Flaky test in the importer",
];

export const PULL_TITLES = [
  "Read the configuration once",
  "Show dates in the user's time zone",
  "Add a dry run",
  "Explain retries in the README",
  "Load plugins lazily",
  "Fold accents before comparing",
  "Stream the export",
  "Keep the focus after saving",
];

export const COMMIT_MESSAGES = [
  "Fix off-by-one in the pager\n\nThe last page was read twice.",
  "Update dependencies",
  "Rename the option to what it does",
  "Add a test for the empty case",
  "Remove dead code",
  "Say what to do in the error message",
  "Speed up the first request\n\nMeasured on a cold cache.",
];

/** Languages with their numeric ids and colours as GitHub has them. */
export const LANGUAGES: readonly (readonly [number, string, string])[] = [
  [188, "JavaScript", "#f1e05a"],
  [239, "TypeScript", "#3178c6"],
  [205, "Python", "#3572A5"],
  [132, "Go", "#00ADD8"],
  [220, "Rust", "#dea584"],
  [216, "Ruby", "#701516"],
  [181, "Java", "#b07219"],
  [346, "Shell", "#89e051"],
  [342, "HTML", "#e34c26"],
  [343, "CSS", "#663399"],
  [346_000, "Dockerfile", "#384d54"],
];

export const LICENSES = [
  { id: 13, key: "mit", name: "MIT License", spdxId: "MIT" },
  { id: 2, key: "apache-2.0", name: "Apache License 2.0", spdxId: "Apache-2.0" },
];

export const LABELS = [
  { name: "bug", color: "d73a4a", description: "Something isn't working" },
  { name: "enhancement", color: "a2eeef", description: "New feature or request" },
  { name: "good first issue", color: "7057ff", description: "Good for newcomers" },
];
