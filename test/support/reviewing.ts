import { startApi, type TestApi } from './api.js';
import type { Answer, Client } from './client.js';

/** A figure of a baseline. */
export const gas = {
  what: 'energy',
  description: 'Natural gas, boilers and ovens',
  quantity: 1840.5,
  unit: 'MWh',
  period: '2025',
  quality: 'measured',
  source: 'Invoices',
};

/** What a review needs before it is submitted, besides its conclusions. */
export const data = { periodFrom: '2025-01-01', periodTo: '2025-12-31', methods: ['inspection', 'interview'] };
export const notes = {
  aspectsNote: 'No change since the last review; walked through the plant',
  obligationsNote: 'Law watch shows nothing new',
  practicesNote: 'Procedures read, nothing to add',
  incidentsNote: 'Log book read, no entry',
};

export const observed = (area: string, fields: object = {}) => ({
  area,
  observation: `Something about ${area}`,
  rating: 'medium',
  ...fields,
});

/** An aspect as the register wants it. */
export const paint = {
  activity: 'Spray painting',
  title: 'VOC emission to air',
  category: 'emission_to_air',
  condition: 'normal',
  time: 'present',
  lifeCycleStage: 'production',
  control: 'direct',
  sign: 'adverse',
};

/** The reasons of a refusal in short: `missing /conclusions`. */
export const codes = ({ body }: Answer): string[] =>
  body.reasons.map(({ code, field }: { code: string; field?: string }) => (field ? `${code} ${field}` : code));

/** A running API with the people who do environmental reviews. */
export interface Reviewing {
  api: TestApi;
  site: string;
  /** The environmental manager, who plans. */
  eva: Client;
  /** Leads the reviews. */
  lea: Client;
  /** Is in their team. */
  tim: Client;
  /** Top management, who approves. */
  head: Client;
  /** The body that plans a review. */
  plan(fields?: object): object;
  /** Plans a review and starts it; its address. */
  begun(fields?: object): Promise<string>;
  /** A review without items that only has to be approved; its address. */
  submitted(fields?: object): Promise<string>;
  /** Records an item; its address. */
  item(review: string, area: string, fields?: object): Promise<string>;
}

export async function startReviewing(): Promise<Reviewing> {
  const api = await startApi();
  const site = await api.site('BER');
  const eva = await api.as({ roles: ['environmental_manager'], name: 'Eva Environment' });
  const lea = await api.as({ roles: ['internal_auditor'], name: 'Lea Lead' });
  const tim = await api.as({ name: 'Tim Team' });
  const head = await api.as({ roles: ['top_management'], name: 'Hedda Head' });
  const plan = (fields: object = {}) => ({
    kind: 'initial',
    title: 'Initial environmental review',
    scope: 'Plant and yard; transport by others is left out',
    siteId: site,
    leadId: lea.personId,
    teamIds: [tim.personId],
    dueOn: '2999-06-30',
    ...fields,
  });
  const begun = async (fields: object = {}): Promise<string> => {
    const { body } = await eva.post('/environmental-reviews', plan(fields));
    const url = `/environmental-reviews/${body.id}`;
    await lea.move(url, 'start');
    return url;
  };
  const submitted = async (fields: object = {}): Promise<string> => {
    const url = await begun({ ...data, ...notes, conclusions: 'In order', ...fields });
    await lea.move(url, 'submit');
    return url;
  };
  const item = async (review: string, area: string, fields: object = {}): Promise<string> =>
    `/environmental-review-items/${(await tim.post(`${review}/items`, observed(area, fields))).body.id}`;
  return { api, site, eva, lea, tim, head, plan, begun, submitted, item };
}
