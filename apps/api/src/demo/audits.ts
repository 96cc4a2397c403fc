import {
  AuditChecklistService,
  AuditorCompetenceService,
  AuditProgrammeService,
  AuditService,
  type AuditState,
  ChecklistTemplateService,
  FindingService,
} from '#continual-improvement';
import type { Company, ProcessCode } from './company.js';
import { pick, type Stage } from './stage.js';

const editions = ['ISO 9001:2026', 'ISO 14001:2026'];
const questions = [
  ['How are the results of this process measured, and who looks at them?', 'ISO 9001:2026 / 9.1.1'],
  ['Which documents are used here, and are they the valid ones?', 'ISO 9001:2026 / 7.5.3'],
  ['How do people learn what they need for this work?', 'ISO 9001:2026 / 7.2'],
  ['What happens with parts that do not conform?', 'ISO 9001:2026 / 8.7'],
  ['Which environmental aspects does this process have?', 'ISO 14001:2026 / 6.1.2'],
  ['What is done when something is spilled?', 'ISO 14001:2026 / 8.2'],
] as const;

const plan: [end: AuditState, process: ProcessCode, daysAgo: number][] = [
  ['completed', 'SAL', 250],
  ['completed', 'MAC', 210],
  ['follow_up', 'COA', 160],
  ['report_issued', 'PUR', 90],
  ['report_draft', 'MNT', 35],
  ['fieldwork_done', 'LOG', 12],
  ['in_progress', 'ASM', 2],
  ['prepared', 'ENV', -12],
  ['planned', 'MGT', -30],
  ['postponed', 'MAC', -20],
  ['cancelled', 'AUD', 60],
];

/** The programme of this year with audits in every state, their checklists and findings. */
export async function playAudits(stage: Stage, company: Company): Promise<void> {
  const { people } = company;
  const competences = stage.service(AuditorCompetenceService);
  for (const [personId, level] of [
    [people.lena, 'lead'],
    [people.tom, 'auditor'],
  ] as const)
    await competences.record(await stage.as(people.max, 400), {
      personId,
      level,
      editions,
      qualification: '24 h auditor course; six audits, two of them witnessed',
      validFrom: stage.ago(400),
      validUntil: stage.ago(-330),
    });
  const templates = stage.service(ChecklistTemplateService);
  const template = await templates.make(await stage.as(people.lena, 380), {
    code: 'CL-PROC',
    title: 'Process audit, both standards',
    disciplines: ['quality', 'environment'],
  });
  await templates.publish(await stage.as(people.lena, 380), template.id, {
    questions: questions.map(([question, clause], index) => ({
      key: `Q${index + 1}`,
      question,
      clauses: [clause],
      guidance: null,
    })),
  });
  const programmes = stage.service(AuditProgrammeService);
  const year = Number(stage.today.slice(0, 4));
  const programme = await programmes.draft(await stage.as(people.lena, 340), {
    year,
    title: `Audit programme ${year}`,
    disciplines: ['quality', 'environment'],
    objectives: 'Each process once a year; readiness for the 2026 editions.',
    risks: 'Two auditors for ten processes.',
  });
  const audits: { id: string; end: AuditState; process: ProcessCode; daysAgo: number }[] = [];
  for (const [end, process, daysAgo] of plan) {
    const { id } = await stage.service(AuditService).plan(await stage.as(people.lena, 338), {
      programmeId: programme.id,
      kind: 'internal',
      mode: pick(['on_site', 'hybrid'] as const, daysAgo),
      disciplines: ['quality', 'environment'],
      title: `Process audit ${process}`,
      editions,
      siteId: company.processes[process].siteId,
      processIds: [company.processes[process].id],
      objectives: 'Does the process reach its results, and does it meet both standards?',
      scopeText: 'The process at its place, day shift',
      clauses: questions.map(([, clause]) => clause),
      plannedFrom: stage.ago(daysAgo),
      plannedTo: stage.ago(daysAgo - 1),
    });
    audits.push({ id, end, process, daysAgo });
  }
  await programmes.transition(await stage.as(people.max, 335), programme.id, programme.version, {
    action: 'approve',
    signature: stage.signature,
  });
  for (const [index, audit] of audits.entries()) await playAudit(stage, company, template.id, { ...audit, index });
}

const order: AuditState[] = [
  'planned',
  'prepared',
  'in_progress',
  'fieldwork_done',
  'report_draft',
  'report_issued',
  'follow_up',
  'completed',
];

async function playAudit(
  stage: Stage,
  { people }: Company,
  templateId: string,
  { id, end, daysAgo, index }: { id: string; end: AuditState; daysAgo: number; index: number },
): Promise<void> {
  const audits = stage.service(AuditService);
  const lead = people.lena;
  const as = (day: number) => stage.as(lead, day);
  const move = async (day: number, action: string, reason?: string) => {
    const { version } = await audits.get(await as(day), id);
    const { signature } = stage;
    await audits.transition(await as(day), id, version, { action, signature, ...(reason && { reason }) });
  };
  const edit = async (day: number, fields: Parameters<AuditService['edit']>[3]) => {
    const { version } = await audits.get(await as(day), id);
    await audits.edit(await as(day), id, version, fields);
  };
  const upTo = (state: AuditState) => order.indexOf(end) >= order.indexOf(state);
  if (end === 'cancelled') return move(daysAgo + 3, 'cancel', 'Covered by the certification audit');
  if (end === 'postponed') return move(0, 'postpone', 'The head of the process is on leave');
  if (end === 'planned') return;
  await audits.addMember(await as(daysAgo + 10), id, { personId: lead, role: 'lead' });
  await audits.addMember(await as(daysAgo + 10), id, { personId: people.tom, role: 'auditor' });
  await stage.service(AuditChecklistService).take(await as(daysAgo + 8), id, { templateId, number: 1 });
  await move(daysAgo + 7, 'prepare');
  if (!upTo('in_progress')) return;
  await edit(daysAgo, {
    openedOn: stage.ago(daysAgo),
    openingAttendees: ['Lena Hoffmann', 'Tom Becker', 'Head of the process'],
  });
  await move(daysAgo, 'start');
  await answer(stage, people.tom, id, daysAgo, upTo('fieldwork_done') ? questions.length : 3, index);
  if (!upTo('fieldwork_done')) return;
  await edit(daysAgo - 1, {
    closedOn: stage.ago(daysAgo - 1),
    closingAttendees: ['Lena Hoffmann', 'Tom Becker', 'Head of the process'],
  });
  await move(daysAgo - 1, 'finishFieldwork');
  if (!upTo('report_draft')) return;
  await move(daysAgo - 2, 'draftReport');
  await edit(daysAgo - 4, {
    conclusions: 'The process reaches its results; criteria are met but for what the findings say.',
    uncovered: 'Night shift',
  });
  if (!upTo('report_issued')) return;
  await move(daysAgo - 6, 'issueReport');
  await dispose(stage, people.tom, people.lena, id, daysAgo - 8, end === 'completed');
  if (upTo('follow_up')) await move(daysAgo - 30, 'followUp');
  if (upTo('completed')) await move(daysAgo - 60, 'complete');
}

async function answer(
  stage: Stage,
  auditor: string,
  id: string,
  day: number,
  upTo: number,
  index: number,
): Promise<void> {
  const checklist = stage.service(AuditChecklistService);
  const findings = stage.service(FindingService);
  const tx = await stage.as(auditor, day);
  for (const item of (await checklist.items(tx, id)).slice(0, upTo)) {
    const bad = item.position === (index % 5) + 1 && index % 2 === 0;
    const odd = item.position === 5 && index % 3 === 0;
    await checklist.answer(tx, id, item.id, item.version, {
      progress: 'answered',
      result: bad ? 'nonconforming' : odd ? 'opportunity' : 'conforming',
      ...(bad && { grade: 'minor' as const }),
      note: bad ? 'Two of five samples' : 'Looked at five samples',
    });
    if (!bad && !odd) continue;
    const finding = await findings.record(tx, {
      auditId: id,
      checklistItemId: item.id,
      class: bad ? 'minor' : 'opportunity',
      title: bad ? 'Two of five samples do not show it' : 'Results could be shown at the place of work',
      clauses: item.clauses,
      requirement: bad ? 'Own procedure and the clause named' : null,
      evidence: bad ? 'Samples 2 and 4 of five' : null,
      statement: bad ? 'It is not done in every case.' : null,
      foundOn: stage.ago(day),
    });
    await findings.transition(tx, finding.id, finding.version, { action: 'confirm' });
  }
}

/** After the report, findings become nonconformities or are answered; `corrected` ones were put right at once. */
async function dispose(
  stage: Stage,
  auditor: string,
  lead: string,
  auditId: string,
  day: number,
  corrected: boolean,
): Promise<void> {
  const findings = stage.service(FindingService);
  const { items } = await findings.list(await stage.as(lead, day), { auditId, limit: 200 });
  for (const { id, version, class: kind } of items) {
    if (kind === 'opportunity')
      await findings.edit(await stage.as(lead, day), id, version, {
        disposition: 'Taken up: a board will be placed.',
      });
    else if (corrected)
      await findings.edit(await stage.as(lead, day), id, version, {
        correctedOn: stage.ago(day),
        disposition: 'Put right at once and looked at again.',
      });
    else await findings.raiseNonconformity(await stage.as(auditor, day), id, version, {});
  }
}
