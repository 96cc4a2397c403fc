import type { Reason, Rule, Workflow } from '#platform';
import type { Audit } from '../audit/audit.entity.js';
import { type Finding, type FindingState, isNonconforming } from './finding.entity.js';

export interface FindingFacts {
  audit: Audit;
  /** Whether the caller is lead or auditor of the audit. */
  auditing: boolean;
}
type FindingRule = Rule<Finding, FindingFacts>;

const finds: FindingRule = ({ facts }) =>
  facts.auditing ? undefined : { code: 'not-in-team', message: 'This is for the lead or an auditor of the audit.' };

const complete: FindingRule = ({ record }) =>
  isNonconforming(record)
    ? (['requirement', 'evidence', 'statement'] as const)
        .filter((part) => record[part] === null)
        .map((part): Reason => ({
          code: 'missing',
          field: `/${part}`,
          message: `Fill in first: ${part}.`,
          values: { what: part },
        }))
    : undefined;

/** Findings are issued with the report of their audit. */
export const findingWorkflow = {
  confirm: { from: ['draft'], to: 'confirmed', who: finds, checks: [complete] },
  reconsider: { from: ['confirmed'], to: 'draft', who: finds, reason: 'required' },
  withdraw: { from: ['draft', 'confirmed'], to: 'withdrawn', who: finds, reason: 'required' },
} satisfies Workflow<Finding, FindingState, FindingFacts>;
