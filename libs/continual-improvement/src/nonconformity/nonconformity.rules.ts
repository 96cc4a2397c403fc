import { conflict, forbidden, invalid, isSame, type Tx } from '#platform';
import { checkFiveWhys, checkIshikawa, type Mistake } from './causes.js';
import type { EditNonconformity } from './nonconformity.dto.js';
import type { Nonconformity, NonconformityState } from './nonconformity.entity.js';

const openStates: NonconformityState[] = [
  'draft',
  'open',
  'containment',
  'analysis',
  'planning',
  'implementation',
  'effectiveness',
];

export const isLate = (detectedOn: string, today: string) => Date.parse(today) - Date.parse(detectedOn) > 86_400_000;

/** A record with nothing said yet. */
export const blank = () => ({
  reference: null,
  state: 'draft' as const,
  cycle: 1,
  siteId: null,
  processId: null,
  clauses: [],
  requirement: null,
  evidence: null,
  statement: null,
  lateEntry: false,
  externalRef: null,
  raisedById: null,
  ownerId: null,
  severity: null,
  extent: null,
  grade: null,
  gradedById: null,
  legalBreach: false,
  recurrenceOfId: null,
  legalNotification: null,
  rejectionCode: null,
  duplicateOfId: null,
  appeals: 0,
  containments: [],
  containmentNotApplicable: null,
  consequences: null,
  similarCheck: null,
  correctionOnlyJustification: null,
  correctionVerification: null,
  investigatorId: null,
  fiveWhys: [],
  ishikawa: null,
  escapeCause: null,
  acceptedCauses: [],
  changesDecided: null,
  containmentRemoval: null,
  updatesDone: null,
  effectivenessCriterion: null,
  effectivenessMethod: null,
  verifierId: null,
  effectivenessCheckOn: null,
  externalAcceptance: null,
  openedOn: null,
  dueOn: null,
  containmentDueOn: null,
  causesDueOn: null,
  planDueOn: null,
  implementationDueOn: null,
  originalDueOn: null,
  extensions: 0,
  containedOn: null,
  causesAcceptedOn: null,
  planApprovedOn: null,
  implementedOn: null,
  closedOn: null,
  correctionOnly: false,
  flags: [],
});

export const needsReason = new Set<keyof Nonconformity>([
  'title',
  'source',
  'detectedOn',
  'requirement',
  'evidence',
  'statement',
  'ownerId',
  'severity',
  'extent',
  'legalBreach',
]);

/** Which fields are fixed once their step was taken: the site with T1, the causes with T6, the plan with T8. */
const editableIn: Partial<Record<keyof Nonconformity, NonconformityState[]>> = Object.fromEntries([
  // Actions, outputs and files repeat the site: it stays with them.
  ['siteId', ['draft']],
  ...['fiveWhys', 'ishikawa', 'investigatorId', 'escapeCause'].map((field) => [
    field,
    ['draft', 'open', 'containment', 'analysis'],
  ]),
  ...[
    'acceptedCauses',
    'effectivenessCriterion',
    'effectivenessMethod',
    'verifierId',
    'effectivenessCheckOn',
    'changesDecided',
  ].map((field) => [field, ['containment', 'analysis', 'planning']]),
]);

export function refuseLocked(nc: Nonconformity, given: (keyof Nonconformity)[]): void {
  if (!openStates.includes(nc.state))
    throw conflict('record-closed', `The record is ${nc.state}; it can be read, not changed.`);
  const locked = given.find((field) => editableIn[field] && !editableIn[field].includes(nc.state));
  if (locked)
    throw conflict('field-locked', `It was accepted and is fixed while the record is in ${nc.state}.`, `/${locked}`);
}

export function requireSoundAnalysis(nc: Nonconformity, { fiveWhys, ishikawa }: EditNonconformity): void {
  const mistakes = [
    ...(fiveWhys ?? []).flatMap((analysis, index) =>
      checkFiveWhys(analysis, nc.statement ?? undefined).map((mistake) => ({
        ...mistake,
        pointer: `/fiveWhys/${index}${mistake.pointer}`,
      })),
    ),
    ...(ishikawa
      ? checkIshikawa(ishikawa).map((mistake) => ({ ...mistake, pointer: `/ishikawa${mistake.pointer}` }))
      : []),
    ...repeatedCauses(fiveWhys ?? nc.fiveWhys, ishikawa === undefined ? nc.ishikawa : ishikawa),
  ];
  if (mistakes.length > 0)
    throw invalid(...mistakes.map(({ pointer, code, message }) => ({ code, field: pointer, message })));
}

/** An action names the cause that it removes, so an id stands for one cause in all analyses of the record. */
function repeatedCauses(fiveWhys: Nonconformity['fiveWhys'], ishikawa: Nonconformity['ishikawa']): Mistake[] {
  const groups = [
    ...fiveWhys.map(({ nodes }, index) => ({ pointer: `/fiveWhys/${index}/nodes`, ids: nodes.map(({ id }) => id) })),
    ...(ishikawa?.categories ?? []).map(({ causes }, index) => ({
      pointer: `/ishikawa/categories/${index}/causes`,
      ids: causes.map(({ id }) => id),
    })),
  ];
  const taken = new Set<string>();
  return groups.flatMap(({ pointer, ids }) => {
    const clashes = ids.flatMap((id, index) =>
      taken.has(id)
        ? [{ pointer: `${pointer}/${index}/id`, code: 'duplicate-id', message: 'Another analysis uses this id.' }]
        : [],
    );
    for (const id of ids) taken.add(id);
    return clashes;
  });
}

/** T13: grading down is for a second person. */
export function refuseOwnDowngrade(
  tx: Tx,
  nc: Nonconformity,
  before: Nonconformity['grade'],
  after: Nonconformity['grade'],
): void {
  const weight = { minor: 1, major: 2, critical: 3 };
  if (before && (!after || weight[after] < weight[before]) && isSame(tx.actor, nc.gradedById) && nc.state !== 'draft')
    throw forbidden('A lower grade is given by someone other than the person who graded', 'downgrade-by-grader');
}
