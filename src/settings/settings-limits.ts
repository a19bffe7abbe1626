/** Most repositories that are remembered as used. */
export const MAX_RECENT_REPOSITORIES = 20;

/** Most bytes of all preferences together, as JSON in UTF-8. */
export const MAX_PREFERENCES_BYTES = 32 * 1024;

/** Most objects and arrays within each other, the preferences themselves counted. */
export const MAX_PREFERENCES_DEPTH = 8;
