/** The word that `--from` takes instead of paths: Gingr's REST API. A folder of that name is `./gingr-api`. */
export const GINGR_API = 'gingr-api';
