import {
  AspectAssessmentService,
  AspectService,
  EnvironmentalReviewItemService,
  EnvironmentalReviewOutcomeService,
  EnvironmentalReviewService,
  installDefaultMethods,
  SignificanceMethodVersion,
} from '#environment';
import { register } from './aspect-register.js';
import type { Company } from './company.js';
import type { Stage } from './stage.js';

/** Fifteen aspects judged by two methods, an approved initial review and a periodic one in progress. */
export async function playEnvironment(stage: Stage, company: Company): Promise<void> {
  await playAspects(stage, company);
  const first = await playInitialReview(stage, company);
  await playPeriodicReview(stage, company, first);
}

async function playAspects(stage: Stage, { people, sites, processes }: Company): Promise<void> {
  const methods = await installDefaultMethods(await stage.as(people.ada, 320));
  const versions = await (await stage.as(people.eva)).all(SignificanceMethodVersion, {});
  const versionOf = (code: string) =>
    versions.find(({ methodId }) => methodId === methods.find((method) => method.code === code)!.id)!.id;
  const aspects = stage.service(AspectService);
  const assessments = stage.service(AspectAssessmentService);
  for (const { impact, scores, gate, controls, obligations, objective, ...described } of register) {
    const { id } = await aspects.register(await stage.as(people.eva, 310), {
      ...described,
      time: 'present',
      sign: 'adverse',
      siteId: sites.BER,
      processId: processes.ENV.id,
      ownerId: people.eva,
      controls: controls.map((description) => ({ kind: 'administrative' as const, description, ownerId: people.olga })),
      obligations,
      objective,
      indicator: objective,
      emergencyPlan: described.condition === 'emergency' ? 'Emergency plan E-1' : null,
      impacts: [{ category: impact, description: described.title, sign: 'adverse' }],
    });
    const [S, P, D] = scores;
    await assessments.assess(await stage.as(people.eva, 305), id, {
      methodVersionId: versionOf('M1'),
      scores: { S, P },
      gates: {},
      assessedOn: stage.ago(305),
    });
    await assessments.assess(await stage.as(people.eva, 300), id, {
      methodVersionId: versionOf('M2'),
      scores: { S, P, D },
      gates: { L: gate === 'L', K: gate === 'K' },
      assessedOn: stage.ago(300),
    });
  }
}

const year = (day: string) => Number(day.slice(0, 4));

async function playInitialReview(stage: Stage, { people, sites }: Company): Promise<string> {
  const reviews = stage.service(EnvironmentalReviewService);
  const items = stage.service(EnvironmentalReviewItemService);
  const outcomes = stage.service(EnvironmentalReviewOutcomeService);
  const last = year(stage.ago(330)) - 1;
  const { id } = await reviews.plan(await stage.as(people.eva, 345), {
    kind: 'initial',
    title: 'Initial environmental review, Berlin plant',
    scope: 'Plant, yard, purchased goods and transport',
    leadId: people.eva,
    dueOn: stage.ago(300),
    siteId: sites.BER,
    teamIds: [people.olga],
    methods: ['interview', 'inspection', 'document_review'],
    sources: ['Utility bills', 'Waste notes', 'Permits', 'Maintenance log'],
    periodFrom: `${last}-01-01`,
    periodTo: `${last}-12-31`,
    baseline: [
      {
        what: 'energy',
        description: 'Natural gas',
        quantity: 1840,
        unit: 'MWh',
        period: String(last),
        quality: 'measured',
        source: 'Invoices',
      },
      {
        what: 'energy',
        description: 'Electricity',
        quantity: 2310,
        unit: 'MWh',
        period: String(last),
        quality: 'measured',
        source: 'Invoices',
      },
      {
        what: 'water',
        description: 'Mains water',
        quantity: 9400,
        unit: 'm³',
        period: String(last),
        quality: 'measured',
        source: 'Meter',
      },
      {
        what: 'waste',
        description: 'Hazardous waste',
        quantity: 38.2,
        unit: 't',
        period: String(last),
        quality: 'measured',
        source: 'Waste notes',
      },
      {
        what: 'emissions',
        description: 'VOC',
        quantity: 12.4,
        unit: 't',
        period: String(last),
        quality: 'calculated',
        source: 'Solvent balance',
      },
    ],
  });
  const move = async (who: string, day: number, action: string) => {
    const { version } = await reviews.get(await stage.as(who, day), id);
    await reviews.transition(await stage.as(who, day), id, version, { action, signature: stage.signature });
  };
  await move(people.eva, 340, 'start');
  const observe = async (
    area: 'aspects' | 'obligations' | 'practices' | 'incidents',
    observation: string,
    rating: 'low' | 'medium' | 'high',
  ) =>
    (
      await items.record(await stage.as(people.eva, 330), id, {
        area,
        observation,
        rating,
        clauses: ['ISO 14001:2026 / 6.1.2'],
      })
    ).id;
  await observe(
    'aspects',
    'Solvent of the paint shop leaves through the oxidiser; its downtime is not recorded',
    'high',
  );
  const leak = await observe('aspects', 'Compressed air runs at weekends', 'medium');
  const permit = await observe(
    'obligations',
    'The discharge permit asks for a yearly report; the last one is missing',
    'high',
  );
  const labels = await observe('practices', 'Drums in store 3 are labelled by hand', 'low');
  await observe('incidents', 'Solvent spill of 40 l four years ago; soil was exchanged and tested', 'medium');
  await outcomes.registerAspect(await stage.as(people.eva, 325), leak, {
    activity: 'Compressors at weekends',
    title: 'Electricity use without production',
    category: 'energy_use',
    condition: 'abnormal',
    time: 'present',
    lifeCycleStage: 'production',
    control: 'direct',
    sign: 'adverse',
    ownerId: people.eva,
  });
  await outcomes.reportNonconformity(await stage.as(people.eva, 325), permit, {
    title: 'Yearly discharge report missing',
    requirement: 'Discharge permit, condition 7',
  });
  await outcomes.planAction(await stage.as(people.eva, 325), labels, {
    title: 'Printed labels for store 3',
    ownerId: people.olga,
    dueOn: stage.ago(250),
    siteId: sites.BER,
    description: 'With code, date and hazard',
    deliverable: 'Printer and labels in store 3',
  });
  const { version } = await reviews.get(await stage.as(people.eva, 318), id);
  await reviews.edit(await stage.as(people.eva, 318), id, version, {
    conclusions: 'Energy, solvent and waste water decide; obligations are known but for one report.',
    priorities: ['Discharge report', 'Solvent balance each month', 'Compressed air at weekends'],
  });
  await move(people.eva, 315, 'submit');
  await move(people.ada, 310, 'approve');
  return id;
}

async function playPeriodicReview(stage: Stage, { people, sites }: Company, previousReviewId: string): Promise<void> {
  const reviews = stage.service(EnvironmentalReviewService);
  const items = stage.service(EnvironmentalReviewItemService);
  const { id, version } = await reviews.plan(await stage.as(people.eva, 20), {
    kind: 'periodic',
    title: 'Periodic environmental review, Berlin plant',
    scope: 'Changes since the last review',
    leadId: people.eva,
    dueOn: stage.ago(-30),
    siteId: sites.BER,
    previousReviewId,
    methods: ['inspection', 'document_review'],
    teamIds: [people.olga],
  });
  await reviews.transition(await stage.as(people.eva, 15), id, version, { action: 'start' });
  await items.record(await stage.as(people.eva, 12), id, {
    area: 'aspects',
    observation: 'New curing oven in hall B since summer',
    rating: 'medium',
    clauses: ['ISO 14001:2026 / 6.3'],
  });
  await items.record(await stage.as(people.olga, 8), id, {
    area: 'practices',
    observation: 'Leak survey is now done on Saturdays',
    rating: 'low',
    clauses: [],
  });
}
