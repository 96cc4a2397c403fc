import {
  ActionService,
  EffectivenessService,
  type Nonconformity,
  NonconformityService,
  type NonconformityState,
} from '#continual-improvement';
import type { Company } from './company.js';
import { places, stories, type Story } from './nonconformity-stories.js';
import { pick, type Stage } from './stage.js';

/** How many end where; sixty in all. */
const ends: [NonconformityState | 'corrected' | 'reopened', number][] = [
  ['draft', 3],
  ['open', 5],
  ['rejected', 3],
  ['containment', 6],
  ['analysis', 7],
  ['planning', 5],
  ['implementation', 9],
  ['effectiveness', 5],
  ['corrected', 5],
  ['closed', 11],
  ['reopened', 1],
];

/** Sixty nonconformities of this year in every state, with causes, actions and checks. Answers their ids. */
export async function playNonconformities(stage: Stage, company: Company): Promise<string[]> {
  const plan = ends.flatMap(([end, n]) => Array.from({ length: n }, () => end));
  const ids: string[] = [];
  for (const [index, end] of plan.entries()) {
    const story = pick(stories, index * 7 + Math.floor(index / stories.length));
    ids.push(await play(stage, company, story, pick(places, index * 3), end, index));
  }
  return ids;
}

/** Days ago on which it was found: closed ones are older. */
const age = (end: string, index: number) =>
  (['closed', 'reopened', 'effectiveness'].includes(end)
    ? 170
    : end === 'corrected' || end === 'implementation'
      ? 95
      : end === 'draft' || end === 'open'
        ? 3
        : 32) +
  ((index * 13) % 60);

async function play(
  stage: Stage,
  { people, processes }: Company,
  story: Story,
  place: string,
  end: (typeof ends)[number][0],
  index: number,
): Promise<string> {
  const nonconformities = stage.service(NonconformityService);
  const start = age(end, index);
  const process = processes[story.process];
  const manager = story.disciplines.includes('quality') ? people.max : people.eva;
  const other =
    story.disciplines.includes('environment') && story.disciplines.includes('quality') ? people.eva : people.lena;
  const raiser = pick([people.tom, people.lena, people.olga, people.jan], index);
  const owner = people[story.owner] === manager ? process.ownerId : people[story.owner];
  const caseOwner = owner === manager ? people.jan : owner;

  const raised = await nonconformities.raise(await stage.as(raiser, start), {
    title: story.title.replace('#', place),
    source: story.source,
    disciplines: story.disciplines,
    detectedOn: stage.ago(start + (index % 5 === 0 ? 4 : 0)),
    siteId: process.siteId,
    processId: process.id,
    clauses: story.clauses,
    requirement: story.requirement,
    evidence: end === 'draft' ? null : story.evidence,
    statement: end === 'draft' ? null : story.statement,
    legalBreach: story.source === 'regulator_notice',
  });
  const { id } = raised;
  if (end === 'draft') return id;
  const edit = async (who: string, day: number, fields: Parameters<NonconformityService['edit']>[3]) =>
    void (await nonconformities.edit(await stage.as(who, day), id, await version(), fields));
  const move = async (who: string, day: number, action: string, reason?: string) =>
    void (await nonconformities.transition(await stage.as(who, day), id, await version(), {
      action,
      signature: stage.signature,
      ...(reason && { reason }),
    }));
  const version = async () =>
    (
      await (
        await stage.as(raiser, start)
      ).manager.query<{ version: number }[]>('SELECT version FROM nonconformity WHERE id = $1', [id])
    )[0]!.version;

  await move(raiser, start, 'submit');
  if (end === 'open') return id;
  if (end === 'rejected') {
    await edit(manager, start - 1, {
      rejectionCode: pick(['not_a_nonconformity', 'insufficient_evidence'] as const, index),
    });
    await move(
      manager === raiser ? other : manager,
      start - 1,
      'reject',
      'Looked at it on the spot: the requirement is met.',
    );
    return id;
  }
  const minor = end === 'corrected' || index % 3 !== 0;
  await edit(manager, start - 1, {
    severity: minor ? 'S2' : 'S3',
    extent: minor ? 'E1' : 'E2',
    ownerId: caseOwner,
    legalNotification: story.disciplines.includes('environment') ? 'No duty to notify; checked with the permit.' : null,
    reason: 'Triage',
  });
  await move(manager, start - 1, 'accept');
  if (end === 'containment') return id;
  await edit(caseOwner, start - 2, {
    consequences: 'Looked at product, customer, environment and law: limited to the site.',
    containments: [
      {
        kind: 'containment',
        description: `Stopped and set apart: ${place}`,
        doneOn: stage.ago(start - 2),
        result: 'Nothing left the site',
      },
    ],
  });
  if (end === 'corrected') {
    await edit(caseOwner, start - 5, {
      correctionOnlyJustification: 'A single slip without effect; the rule is clear and known.',
      similarCheck: 'Looked through the last month: none.',
      correctionVerification: 'Seen again after a week: in order.',
    });
    await stage.service(NonconformityService).transition(await stage.as(manager, start - 9), id, await version(), {
      action: legal(story) ? 'analyse' : 'closeCorrected',
      signature: stage.signature,
    });
    return id;
  }
  await move(caseOwner, start - 3, 'analyse');
  if (end === 'analysis') return id;
  await edit(caseOwner, start - 8, {
    investigatorId: caseOwner,
    similarCheck: 'Other lines and the second site were asked: none known.',
    escapeCause: 'The check before release looks at samples only.',
    fiveWhys: [
      {
        leg: 'occurrence',
        nodes: [
          { id: 'w1', parentId: null, statement: story.because, verified: true, root: false },
          {
            id: 'w2',
            parentId: 'w1',
            statement: story.root,
            verified: true,
            root: true,
            evidence: 'Seen on the spot and in the records',
            category: story.category,
          },
        ],
      },
    ],
    ishikawa:
      index % 4 === 0
        ? {
            problem: story.title.replace('#', place),
            categories: [
              {
                key: 'method',
                causes: [{ id: 'f1', parentId: null, statement: 'Instruction hard to read', state: 'rejected' }],
              },
              { key: 'machine', causes: [{ id: 'f2', parentId: null, statement: story.because, state: 'suspected' }] },
            ],
          }
        : null,
  });
  await move(manager, start - 10, 'acceptCauses');
  if (end === 'planning') return id;
  await playPlan(stage, { id, story, manager, caseOwner, verifier: people.tom, start, index, edit, move });
  const unfinished = end === 'implementation';
  await playActions(stage, id, manager, start, unfinished && index % 2 === 0, unfinished);
  if (unfinished) return id;
  await edit(caseOwner, start - 60, {
    containmentRemoval: 'Lifted after the first good lot.',
    updatesDone: 'Work instruction and risk list updated.',
  });
  await move(caseOwner, start - 60, 'completeImplementation');
  if (end === 'effectiveness') return id;
  const checks = stage.service(EffectivenessService);
  const good = end !== 'reopened';
  await checks.check(await stage.as(people.tom, start - 130), id, {
    checkedOn: stage.ago(start - 130),
    result: good ? 'effective' : 'not_effective',
    evidence: good ? 'No repetition in the window; 50 of 50 samples in order.' : 'Found again twice in the window.',
    comment: 'Looked at all nonconformities of the process since.',
    signature: stage.signature,
  });
  if (story.source === 'external_audit')
    await edit(caseOwner, start - 131, { externalAcceptance: 'Accepted by the certification body by letter.' });
  if (good) await move(manager, start - 132, 'close', 'Verified as effective');
  else await move(people.tom, start - 131, 'repeatAnalysis', 'The cause was not the right one');
  return id;
}

const legal = (story: Story) => story.source === 'regulator_notice';

interface Scene {
  id: string;
  story: Story;
  manager: string;
  caseOwner: string;
  verifier: string;
  start: number;
  index: number;
  edit: (who: string, day: number, fields: Partial<Nonconformity>) => Promise<void>;
  move: (who: string, day: number, action: string) => Promise<void>;
}

async function playPlan(
  stage: Stage,
  { id, story, manager, caseOwner, verifier, start, index, edit, move }: Scene,
): Promise<void> {
  await edit(caseOwner, start - 12, {
    effectivenessCriterion: 'No repetition in three months; 50 samples without deviation',
    effectivenessMethod: 'Sampling and review of new nonconformities',
    verifierId: verifier,
    effectivenessCheckOn: stage.ago(start - 130),
    changesDecided: 'Work instruction to be changed; risk list looked at.',
  });
  const actions = stage.service(ActionService);
  await actions.plan(await stage.as(caseOwner, start - 12), {
    nonconformityId: id,
    causeId: 'w2',
    title: story.action,
    deliverable: 'In force and shown on the spot',
    ownerId: caseOwner,
    dueOn: stage.ago(start - 45 - (index % 3) * 10),
  });
  if (index % 2 === 0)
    await actions.plan(await stage.as(caseOwner, start - 12), {
      nonconformityId: id,
      title: 'Inform all shifts',
      deliverable: 'Signed list',
      ownerId: caseOwner,
      dueOn: stage.ago(start - 40),
    });
  await move(manager, start - 14, 'approvePlan');
}

/** Does the actions; `stop` leaves the last one undone, `keep` leaves it unaccepted. */
async function playActions(
  stage: Stage,
  id: string,
  manager: string,
  start: number,
  stop: boolean,
  keep: boolean,
): Promise<void> {
  const actions = stage.service(ActionService);
  const rows = await stage.manager.query<{ id: string; owner_id: string }[]>(
    'SELECT id, owner_id FROM action WHERE nonconformity_id = $1 ORDER BY id',
    [id],
  );
  for (const [index, row] of rows.entries()) {
    const last = index === rows.length - 1;
    await actions.transition(await stage.as(row.owner_id, start - 20), row.id, 1, { action: 'start' });
    if (stop && last) return;
    await actions.edit(await stage.as(row.owner_id, start - 50), row.id, 2, {
      completion: 'Done as planned; photo and list attached.',
    });
    await actions.transition(await stage.as(row.owner_id, start - 50), row.id, 3, { action: 'complete' });
    if (keep && last) return;
    await actions.transition(await stage.as(manager, start - 55), row.id, 4, { action: 'accept' });
  }
}
