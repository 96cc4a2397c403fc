import { Injectable } from '@nestjs/common';
import { invalid, type Tx } from '#platform';
import { currentAssessment } from '../aspect/aspect-standing.js';
import { inEnvironment } from '../aspect/aspect.policy.js';
import {
  type AssessmentInput,
  checkInput,
  checkMethod,
  evaluateSignificance,
  type MethodDefinition,
} from '../significance-method/significance.js';
import { SignificanceMethodVersionService } from '../significance-method/significance-method-version.service.js';
import type { TryDefinition, WhatIf } from './aspect-assessment.dto.js';
import type { OverrideState } from './aspect-assessment.entity.js';

interface Standing extends Required<AssessmentInput> {
  aspectId: string;
  reference: string;
  significant: boolean;
  overrideState: OverrideState | null;
}

@Injectable()
export class WhatIfService {
  constructor(private readonly versions: SignificanceMethodVersionService) {}

  /** Which active aspects would change sides under another definition. 422 with pointers for one that cannot be used. */
  async whatIf(tx: Tx, methodVersionId: string, { definition, threshold }: TryDefinition): Promise<WhatIf> {
    const version = await this.versions.get(tx, methodVersionId);
    const base = definition ?? version.definition;
    const tried = threshold === undefined ? base : withThreshold(base, threshold);
    requireUsable(tried, threshold !== undefined);
    const result: WhatIf = { evaluated: 0, flips: [], notEvaluated: [] };
    for (const { aspectId, reference, significant, overrideState, ...answers } of await readStandings(tx)) {
      const input = answered(tried, answers);
      const mistakes = checkInput(tried, input);
      if (mistakes.length > 0) {
        result.notEvaluated.push({
          aspectId,
          reference,
          reasons: mistakes.map(({ code, message }) => ({ code, message })),
        });
        continue;
      }
      result.evaluated += 1;
      // What experts decided does not depend on the method.
      const after = overrideState === 'in_force' ? significant : evaluateSignificance(tried, input).significant;
      if (after !== significant) result.flips.push({ aspectId, reference, before: significant, after });
    }
    return result;
  }
}

/** Who tries a threshold does not ask where watching begins, and should not be held up by it. */
function withThreshold(definition: MethodDefinition, threshold: number): MethodDefinition {
  const { watchThreshold: _, ...rest } = definition;
  return { ...rest, threshold };
}

function requireUsable(definition: MethodDefinition, thresholdGiven: boolean): void {
  const mistakes = checkMethod(definition);
  const field = (pointer: string) => (thresholdGiven && pointer === '/threshold' ? pointer : `/definition${pointer}`);
  if (mistakes.length > 0)
    throw invalid(...mistakes.map(({ pointer, ...mistake }) => ({ ...mistake, field: field(pointer) })));
}

/** Answers were given to another method: what this one does not ask is left out, what it asks may be missing. */
function answered(definition: MethodDefinition, { sign, scores, gates }: Required<AssessmentInput>): AssessmentInput {
  const criteria = new Set(
    definition.criteria.filter(({ onlyFor }) => !onlyFor || onlyFor === sign).map(({ key }) => key),
  );
  const questions = new Set(definition.gates.map(({ key }) => key));
  return {
    sign,
    scores: Object.fromEntries(Object.entries(scores).filter(([key]) => criteria.has(key))),
    gates: Object.fromEntries(Object.entries(gates).filter(([key]) => questions.has(key))),
  };
}

/** The present assessments of all active aspects that the caller may read, in one query. */
async function readStandings(tx: Tx): Promise<Standing[]> {
  if (!tx.actor.can('aspect:read', inEnvironment())) return [];
  return tx.sql<Standing>(
    `SELECT r.id AS "aspectId", r.reference, s.significant, s.override_state AS "overrideState", s.sign, s.scores, s.gates
     FROM aspect r CROSS JOIN LATERAL ${currentAssessment('r')} s
     WHERE r.org_id = $1 AND r.state = 'active' AND (r.site_id IS NULL OR $2::uuid[] IS NULL OR r.site_id = ANY ($2)) ORDER BY r.reference`,
    [tx.actor.orgId, tx.actor.sitesFor('aspect:read', 'environment')],
  );
}
