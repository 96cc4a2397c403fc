import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';

/** A draft of a version waits for someone who approves methods and did not write on it. */
export const methodVersionWork = (caller: ActorSql): Waiting[] => [
  {
    expected: 'publish_method',
    when: `r.state = 'draft' AND ${caller.isPerson} AND ${caller.may('significanceMethod:approve', `ARRAY['environment']::varchar[]`, null)}
      AND ${caller.apart('method-approver-is-author', `${caller.person} <> ALL (r.author_ids)`)}`,
  },
];
