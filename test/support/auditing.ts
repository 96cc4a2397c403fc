import type { TestApi } from './api.js';
import type { Client } from './client.js';

/** An organisation with a process to be audited, people who audit it and a checklist. */
export interface Auditing {
  lead: Client;
  auditor: Client;
  manager: Client;
  /** Owns the process, and may audit others. */
  owner: Client;
  site: string;
  process: string;
  template: string;
  plan: (fields?: object) => object;
  /** An audit on the spot with its checklist; answers its address. */
  started: () => Promise<string>;
}

export const question = (key: string) => ({
  key,
  question: `Is ${key} in order?`,
  clauses: ['ISO 9001:2026 / 7.1.5'],
  guidance: null,
});

export const competence = (personId: string, fields: object = {}) => ({
  personId,
  level: 'auditor',
  editions: ['ISO 9001:2026'],
  qualification: '24 h course',
  validFrom: '2025-01-01',
  ...fields,
});

export async function prepareAuditing(api: TestApi): Promise<Auditing> {
  const site = await api.site('BER');
  const lead = await api.as({ roles: ['lead_auditor'], name: 'Lena Lead' });
  const auditor = await api.as({ roles: ['internal_auditor'] });
  const manager = await api.as({ roles: ['quality_manager'], name: 'Max Manager' });
  const owner = await api.as({ roles: ['process_owner', 'internal_auditor'], name: 'Olga Owner' });
  const coating = { code: 'COA', name: 'Coating', kind: 'core', disciplines: ['quality'], ownerId: owner.personId };
  const process: string = (await manager.post('/processes', coating)).body.id;
  const checklist = { code: 'CL-1', title: 'Calibration', disciplines: ['quality'] };
  const template: string = (await lead.post('/checklist-templates', checklist)).body.id;
  await lead.post(`/checklist-templates/${template}/versions`, {
    questions: [question('Q1'), question('Q2'), question('Q3')],
  });
  const plan = (fields: object = {}) => ({
    kind: 'internal',
    mode: 'on_site',
    disciplines: ['quality'],
    title: 'Coating',
    editions: ['ISO 9001:2026'],
    plannedFrom: '2026-05-04',
    plannedTo: '2026-05-05',
    siteId: site,
    processIds: [process],
    objectives: 'Is coating under control?',
    scopeText: 'Line 1 and 2',
    ...fields,
  });
  const started = async (): Promise<string> => {
    await manager.post('/auditor-competences', competence(lead.personId, { level: 'lead' }));
    const url = `/audits/${(await lead.post('/audits', plan())).body.id}`;
    await lead.post(`${url}/team`, { personId: lead.personId, role: 'lead' });
    await lead.post(`${url}/team`, { personId: auditor.personId, role: 'auditor' });
    await lead.post(`${url}/checklist`, { templateId: template, number: 1 });
    await lead.move(url, 'prepare');
    await lead.change(url, { openedOn: '2026-05-04', openingAttendees: ['Lena', 'Olga'] });
    await lead.move(url, 'start');
    return url;
  };
  return { lead, auditor, manager, owner, site, process, template, plan, started };
}
