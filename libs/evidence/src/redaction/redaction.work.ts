import type { ActorSql } from '#platform';
import { placeOf, type RecordType, type Waiting } from '../record-type/record-types.js';

/** An erasure waits for someone who decides on those, may see what it is about, and did not ask for it. */
export const redactionWork = (caller: ActorSql, types: readonly RecordType[]): Waiting[] => [
  {
    expected: 'decide_erasure',
    when: `r.state = 'requested' AND ${caller.isPerson} AND ${caller.isNotActor('r.requested_by')} AND ${seen(caller, types)}
      AND CASE WHEN r.site_id IS NULL OR cardinality(r.attachment_ids) > 0 THEN ${caller.mayEverywhere('redaction:decide')}
        ELSE ${caller.mayAt('redaction:decide', 'r.site_id')} END`,
  },
];

/** Whether the caller may read the record; of a kind that stands in no list, approving it finds out. */
function seen(caller: ActorSql, types: readonly RecordType[]): string {
  const kinds = types.flatMap((type) => {
    if (!type.listed) return [];
    const { disciplines, site } = placeOf(type, 'o');
    const readable = caller.may(type.listed.read, disciplines, site);
    return [
      `WHEN '${type.name}' THEN EXISTS (SELECT FROM ${type.name} o WHERE o.org_id = r.org_id AND o.id = r.record_id AND ${readable})`,
    ];
  });
  return `CASE r.record_type ${kinds.join(' ')} ELSE true END`;
}
