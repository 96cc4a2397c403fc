import type { Waiting } from '#evidence';
import type { ActorSql, Permission } from '#platform';

/** What a state waits for, as conditions on a row `r`; each is the SQL of what the workflow checks. */
const actions = 'FROM action a WHERE a.org_id = r.org_id AND a.nonconformity_id = r.id AND a.cycle = r.cycle';

const corrected = `(r.correction_only_justification IS NOT NULL AND r.similar_check IS NOT NULL AND r.correction_verification IS NOT NULL
  AND r.grade IS NOT DISTINCT FROM 'minor' AND r.recurrence_of_id IS NULL AND NOT r.legal_breach)`;

const confirmedCauses = `(
  SELECT c ->> 'id' FROM jsonb_path_query(r.five_whys, '$[*].nodes[*] ? (@.root == true && @.verified == true)') c
  UNION ALL SELECT c ->> 'id' FROM jsonb_path_query(r.ishikawa, '$.categories[*].causes[*] ? (@.state == "confirmed")') c)`;

const analysed = `(r.investigator_id IS NOT NULL AND r.similar_check IS NOT NULL AND EXISTS ${confirmedCauses}
  AND (r.grade IS NOT DISTINCT FROM 'minor' OR r.escape_cause IS NOT NULL OR r.five_whys @> '[{"leg": "escape"}]'))`;

const causeOpen = `EXISTS (SELECT FROM ${confirmedCauses} c (id) WHERE NOT EXISTS (SELECT ${actions} AND a.cause_id = c.id AND a.state <> 'cancelled')
  AND NOT r.accepted_causes @> jsonb_build_array(jsonb_build_object('causeId', c.id)))`;

const planned = `(r.effectiveness_criterion IS NOT NULL AND r.effectiveness_method IS NOT NULL AND r.verifier_id IS NOT NULL
  AND r.effectiveness_check_on IS NOT NULL AND r.changes_decided IS NOT NULL
  AND NOT EXISTS (SELECT ${actions} AND a.deliverable IS NULL AND a.state <> 'cancelled') AND NOT ${causeOpen})`;

const implemented = `NOT EXISTS (SELECT ${actions} AND a.state NOT IN ('accepted', 'cancelled'))`;

const lastCheck = `(SELECT e.result FROM effectiveness_check e
  WHERE e.org_id = r.org_id AND e.nonconformity_id = r.id AND e.cycle = r.cycle ORDER BY e.id DESC LIMIT 1)`;

/** Whom a nonconformity waits for: the raiser, the manager, the owner, the investigator or the verifier. */
export function nonconformityWork(caller: ActorSql): Waiting[] {
  const me = caller.person;
  const may = (permission: Permission) => caller.may(permission);
  const decides = (permission: Permission) =>
    `(${may(permission)} OR r.source IN ('internal_audit', 'external_audit') AND ${may('nonconformity:decideAudit')})`;
  const accepts = may('nonconformity:accept');
  const owns = `(r.owner_id = ${me} OR r.owner_id IS NULL AND ${accepts})`;
  // Where the workflow is strict.
  const major = `(r.grade IS DISTINCT FROM 'minor' AND r.grade IS NOT NULL)`;
  const notOwner = caller.apart('closer-is-owner', caller.isNot('r.owner_id'), major);
  const verifierApart = caller.apart(
    'verifier-is-action-owner',
    `NOT EXISTS (SELECT ${actions} AND a.owner_id = r.verifier_id)`,
    major,
  );
  const steps: Waiting[] = [
    {
      expected: 'submit',
      when: `r.state = 'draft' AND (r.raised_by_id = ${me} OR r.raised_by_id IS NULL AND ${decides('nonconformity:triage')})`,
    },
    { expected: 'triage', when: `r.state = 'open' AND ${decides('nonconformity:triage')}` },
    { expected: 'contain', when: `r.state = 'containment' AND ${owns} AND NOT ${corrected}` },
    {
      expected: 'close_corrected',
      when: `r.state = 'containment' AND ${corrected} AND ${decides('nonconformity:close')} AND ${notOwner}`,
    },
    {
      expected: 'analyse_causes',
      when: `r.state = 'analysis' AND (${owns} OR r.investigator_id = ${me}) AND NOT ${analysed}`,
    },
    {
      expected: 'accept_causes',
      when: `r.state = 'analysis' AND ${analysed} AND ${accepts} AND ${caller.apart('approver-is-investigator', caller.isNot('r.investigator_id'), major)}`,
    },
    { expected: 'plan_actions', when: `r.state = 'planning' AND ${owns} AND NOT (${planned} AND ${verifierApart})` },
    {
      expected: 'approve_plan',
      when: `r.state = 'planning' AND CASE WHEN r.grade = 'critical' THEN ${may('nonconformity:acceptCritical')} ELSE ${accepts} END AND ${planned} AND ${verifierApart}`,
    },
    { expected: 'complete_implementation', when: `r.state = 'implementation' AND ${owns} AND ${implemented}` },
    {
      expected: 'verify_effectiveness',
      when: `r.state = 'effectiveness' AND r.verifier_id = ${me} AND ${lastCheck} IS NULL AND ${verifierApart}`,
    },
    {
      expected: 'begin_new_cycle',
      when: `r.state = 'effectiveness' AND r.verifier_id = ${me} AND ${lastCheck} <> 'effective'`,
    },
    {
      expected: 'close',
      when: `r.state = 'effectiveness' AND ${decides('nonconformity:close')} AND ${lastCheck} = 'effective' AND ${notOwner} AND ${verifierApart}
        AND ${caller.apart('closer-is-action-owner', `NOT EXISTS (SELECT ${actions} AND a.owner_id = ${me})`, major)}`,
    },
    {
      // Nobody may justify deciding on an own request.
      expected: 'decide_extension',
      when: `CASE WHEN r.extensions < 2 THEN ${accepts} ELSE ${may('nonconformity:acceptCritical')} END AND EXISTS (SELECT FROM due_date_extension x
        WHERE x.org_id = r.org_id AND x.nonconformity_id = r.id AND x.state = 'requested' AND ${caller.isNot('x.requested_by_id')})`,
    },
  ];
  return steps.map((step) => ({ dueOn: 'r.due_on', ...step }));
}
