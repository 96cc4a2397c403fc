import { ComplaintService, NonconformingOutputService } from '#quality';
import type { Company } from './company.js';
import { pick, type Stage } from './stage.js';

const customers = ['Nordwerk AG', 'Hansa Pumps', 'Kessler & Sons', 'Blue Valve Ltd', 'Oder Rail'];
const words = [
  'Coating peels off at the edges of 12 housings.',
  'One pallet contains the wrong part number.',
  'Thread M8 cannot be used on 5 of 200 brackets.',
  'Delivery came two weeks late without notice.',
  'Certificates were missing with the last delivery.',
  'Parts arrived scratched.',
];

/** Complaints and nonconforming outputs in every state. */
export async function playQuality(stage: Stage, company: Company): Promise<void> {
  for (const [index, end] of [
    'received',
    'acknowledged',
    'assessed',
    'answered',
    'closed',
    'closed',
    'unjustified',
    'received',
  ].entries())
    await playComplaint(stage, company, end, index);
  for (const [index, end] of ['recorded', 'decided', 'concession', 'verified', 'closed', 'scrapped'].entries())
    await playOutput(stage, company, end, index);
}

async function playComplaint(
  stage: Stage,
  { people, sites, processes }: Company,
  end: string,
  index: number,
): Promise<void> {
  const complaints = stage.service(ComplaintService);
  const start = (end === 'received' ? 2 : end === 'closed' || end === 'unjustified' ? 120 : 25) + index * 3;
  const { id } = await complaints.register(await stage.as(people.mia, start), {
    customer: pick(customers, index),
    channel: pick(['email', 'phone', 'letter'] as const, index),
    receivedOn: stage.ago(start),
    description: pick(words, index),
    siteId: sites.HAM,
    processId: processes.LOG.id,
    product: `Housing H-${100 + index}`,
    lot: `47${10 + index}`,
  });
  const move = async (who: string, day: number, action: string, reason?: string) => {
    const { version } = await complaints.get(await stage.as(who, day), id);
    await complaints.transition(await stage.as(who, day), id, version, { action, ...(reason && { reason }) });
  };
  const edit = async (who: string, day: number, fields: Parameters<ComplaintService['edit']>[3]) => {
    const { version } = await complaints.get(await stage.as(who, day), id);
    await complaints.edit(await stage.as(who, day), id, version, fields);
  };
  if (end === 'received') return;
  await move(people.max, start - 1, 'acknowledge');
  if (end === 'acknowledged') return;
  const justified = end !== 'unjustified';
  await edit(people.max, start - 3, {
    ownerId: people.mia,
    seriousness: pick(['medium', 'high', 'low'] as const, index),
    assessment: justified ? 'Confirmed with the retained sample.' : 'The part was damaged at the customer.',
    justified,
    reason: 'Assessment',
  });
  await move(people.max, start - 3, 'assess');
  if (end === 'assessed') return;
  if (justified)
    await complaints.raiseNonconformity(await stage.as(people.max, start - 4), id, {
      requirement: 'Order and specification of the customer',
      clauses: ['ISO 9001:2026 / 8.2.1'],
    });
  await edit(people.mia, start - 8, {
    answer: 'We replaced the parts and told the customer what we change.',
    answeredOn: stage.ago(start - 8),
    decisionCommunicatedOn: stage.ago(start - 8),
  });
  await move(people.max, start - 8, 'answer');
  if (end === 'answered') return;
  await edit(people.mia, start - 20, { satisfied: 'yes' });
  await move(people.max, start - 21, 'close', justified ? undefined : 'Not justified; the customer agrees.');
}

async function playOutput(
  stage: Stage,
  { people, sites, processes }: Company,
  end: string,
  index: number,
): Promise<void> {
  const outputs = stage.service(NonconformingOutputService);
  const start = (end === 'recorded' ? 4 : 60) + index * 5;
  const { id } = await outputs.record(await stage.as(people.jan, start), {
    product: `Bracket B-${20 + index}`,
    lot: `50${30 + index}`,
    quantity: 40 + index * 10,
    unit: 'pieces',
    foundAt: pick(['in_process', 'final', 'receiving'] as const, index),
    siteId: sites.BER,
    description: 'Hole position off by 0.3 mm',
    nonconformity: {
      title: `Hole position off, lot 50${30 + index}`,
      detectedOn: stage.ago(start),
      processId: processes.MAC.id,
      clauses: ['ISO 9001:2026 / 8.7'],
      requirement: 'Drawing B-20: 0.1 mm',
      evidence: '7 of 40 parts measured',
      statement: 'Parts did not meet the drawing.',
    },
  });
  const step = async (
    who: string,
    day: number,
    fields: Parameters<NonconformingOutputService['edit']>[3],
    action: string,
  ) => {
    const tx = await stage.as(who, day);
    const { version } = await outputs.get(tx, id);
    const edited = await outputs.edit(tx, id, version, fields);
    await outputs.transition(tx, id, edited.version, { action });
  };
  if (end === 'recorded') return;
  const disposition = end === 'scrapped' ? 'scrap' : end === 'concession' ? 'use_as_is' : 'rework';
  await step(
    people.max,
    start - 2,
    { disposition, dispositionReason: 'Looked at function and cost.', authority: 'Quality manager' },
    'decide',
  );
  if (end === 'decided') return;
  if (end === 'concession')
    return step(
      people.ada,
      start - 4,
      {
        concessionNumber: `C-${index + 1}`,
        concessionLimitQuantity: 40 + index * 10,
        concessionValidUntil: stage.ago(-90),
        concessionCustomerApproved: true,
      },
      'grantConcession',
    );
  if (end !== 'scrapped')
    await step(
      people.tom,
      start - 6,
      { verificationResult: 'conforming', verificationEvidence: 'All 40 measured again' },
      'verify',
    );
  if (end === 'verified') return;
  const { version } = await outputs.get(await stage.as(people.max, start - 8), id);
  await outputs.transition(await stage.as(people.max, start - 8), id, version, { action: 'close' });
}
