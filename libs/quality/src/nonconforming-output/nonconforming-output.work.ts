import type { Waiting } from '#evidence';
import type { ActorSql } from '#platform';

const conceded = `(r.disposition NOT IN ('repair', 'use_as_is') OR r.concession_approved_on IS NOT NULL)`;
const takesVerification = `r.disposition IN ('rework', 'repair')`;

/** A nonconforming output waits for who decides, concedes or verifies: persons, whom clause 8.7.2 wants to be known. */
export function outputWork(caller: ActorSql): Waiting[] {
  const decides = `${caller.isPerson} AND ${caller.may('nonconformingOutput:decide')}`;
  const verifies = `${caller.isPerson} AND ${caller.may('nonconformity:verify')}`;
  const concedes = `${caller.isPerson} AND ${caller.may('nonconformingOutput:concede')}
    AND ${caller.apart('concession-by-decider', caller.isNot('r.decided_by_id'))}`;
  return [
    { expected: 'decide_disposition', when: `r.state = 'recorded' AND ${decides}` },
    { expected: 'grant_concession', when: `r.state = 'decided' AND NOT ${conceded} AND ${concedes}` },
    {
      expected: 'verify_output',
      when: `r.state IN ('decided', 'concession_granted') AND ${takesVerification} AND ${conceded} AND ${verifies}`,
    },
    {
      expected: 'decide_anew',
      when: `r.state = 'verified' AND r.verification_result = 'not_conforming' AND ${decides}`,
    },
    {
      expected: 'close_output',
      when: `(r.state IN ('decided', 'concession_granted') AND NOT ${takesVerification} AND ${conceded}
        OR r.state = 'verified' AND r.verification_result = 'conforming') AND ${decides}`,
    },
  ];
}
