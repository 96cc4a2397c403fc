import type { Schemas } from '../../api/api.js';

/** The page that lists what a figure counts: pages and lists have the same names and parameters. */
export const hrefOf = ({ path, parameters }: Schemas['ListQuery']): string =>
  `${path}?${new URLSearchParams(parameters).toString()}`;
