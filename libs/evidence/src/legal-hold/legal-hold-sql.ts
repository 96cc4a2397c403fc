import { placeOf, type RecordType } from '../record-type/record-types.js';

/** SQL: no legal hold in force covers a row `r` of this kind; says the same as `LegalHoldService.on`. */
export const notHeld = (type: RecordType): string => {
  const { site } = placeOf(type);
  return `NOT EXISTS (SELECT FROM legal_hold h WHERE h.org_id = r.org_id AND h.state IN ('in_force', 'lift_requested') AND (h.scope = 'organisation'
    OR h.scope = 'record_type' AND h.record_type = '${type.name}' OR h.scope = 'record' AND h.record_type = '${type.name}' AND h.record_id = r.id
    ${site ? `OR h.scope = 'site' AND h.held_site_id = ${site}` : ''}))`;
};
