import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';

/** A draft that has its objectives and audits waits for someone who approves it and is not its author. */
export const programmeWork = (caller: ActorSql): Waiting[] => [
  {
    expected: 'approve_programme',
    when: `r.state = 'draft' AND r.objectives IS NOT NULL AND ${caller.may('auditProgramme:approve', 'r.disciplines', null)}
      AND ${caller.mayEverywhere('auditProgramme:approve')} AND ${caller.apart('approver-is-author', caller.isNot('r.author_id'))}
      AND EXISTS (SELECT FROM audit a WHERE a.org_id = r.org_id AND a.programme_id = r.id)`,
  },
];
