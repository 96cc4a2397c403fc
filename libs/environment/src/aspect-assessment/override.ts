import { Actor, type ActorFacts, invalid, isSame, type Reason, type Tx } from '#platform';
import type { Aspect } from '../aspect/aspect.entity.js';
import { mayAssess } from '../aspect/aspect.policy.js';
import type { Significance } from '../significance-method/significance.js';
import type { OverrideSignificance } from './aspect-assessment.dto.js';
import type { AspectAssessment } from './aspect-assessment.entity.js';

type Outcome = Pick<
  AspectAssessment,
  | 'significant'
  | 'watch'
  | 'reasons'
  | 'overrideDirection'
  | 'overrideState'
  | 'overrideJustification'
  | 'secondApproverId'
>;

const explanation = {
  up: { code: 'override-up', message: 'Experts decided that it is significant all the same.' },
  proposed: {
    code: 'override-proposed',
    message: 'It stays significant until the second approver confirms otherwise.',
  },
  down: { code: 'override-down', message: 'Two experts decided that it is not significant all the same.' },
};

/** What counts after the experts were heard; 422 where the override is not possible. */
export async function outcomeOf(
  tx: Tx,
  aspect: Aspect,
  computed: Significance,
  override: OverrideSignificance | undefined,
): Promise<Outcome> {
  const { significant, watch, reasons } = computed;
  if (!override)
    return {
      significant,
      watch,
      reasons,
      overrideDirection: null,
      overrideState: null,
      overrideJustification: null,
      secondApproverId: null,
    };
  const { direction, justification, secondApproverId = null } = override;
  const found = [...obstacles(computed, override), ...(await approverObstacles(tx, aspect, override))];
  if (found.length > 0) throw invalid(...found);
  const state = direction === 'up' ? 'in_force' : 'proposed';
  return {
    significant: true,
    watch: false,
    reasons: [...reasons, direction === 'up' ? explanation.up : explanation.proposed],
    overrideDirection: direction,
    overrideState: state,
    overrideJustification: justification,
    secondApproverId,
  };
}

/** A proposal that the second approver confirmed. */
export const confirmedOutcome = ({ reasons }: AspectAssessment) => ({
  significant: false,
  overrideState: 'in_force' as const,
  reasons: [...reasons.filter(({ code }) => code !== 'override-proposed'), explanation.down],
});

function obstacles({ significant, reasons }: Significance, { direction }: OverrideSignificance): Reason[] {
  const field = '/override/direction';
  if (significant === (direction === 'up'))
    return [
      {
        code: 'override-changes-nothing',
        field,
        message: `The method says ${significant ? 'significant' : 'not significant'} already.`,
      },
    ];
  return reasons
    .filter(({ code }) => direction === 'down' && code === 'legal-gate')
    .map(({ code, message }) => ({ code, field, message: `Nobody overrules the law. ${message}` }));
}

async function approverObstacles(
  tx: Tx,
  aspect: Aspect,
  { direction, secondApproverId }: OverrideSignificance,
): Promise<Reason[]> {
  if (direction === 'up') return [];
  const field = '/override/secondApproverId';
  if (!secondApproverId) return [{ code: 'missing', field, message: 'Name a second person who confirms it.' }];
  if (isSame(tx.actor, secondApproverId))
    return [
      {
        code: 'second-approver-is-assessor',
        field,
        message: 'The second approver is someone other than the assessor.',
      },
    ];
  const [row] = await tx.sql<{ facts: ActorFacts | null }>('SELECT identity.person_actor($1, $2) AS facts', [
    tx.actor.orgId,
    secondApproverId,
  ]);
  if (!row?.facts) return [{ code: 'unknown-reference', field, message: 'There is no such person.' }];
  if (!mayAssess(new Actor(row.facts), aspect))
    return [
      { code: 'approver-may-not-assess', field, message: 'The second approver may not assess aspects of this site.' },
    ];
  return [];
}
