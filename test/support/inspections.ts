import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Client } from './client.js';

export interface Violation {
  text: string;
  /** `YYYY-MM-DD`, where the inspector noted the correction. */
  correctedOn: string | null;
}

export interface Inspection {
  on: string;
  score: number | null;
  /** False for violations whose inspection is not in the source. */
  recorded: boolean;
  violations: Violation[];
}

export interface Business {
  id: string;
  name: string;
  address: string;
  inspections: Inspection[];
}

type Row = Record<string, string>;

const rows = (folder: string, file: string): Row[] =>
  parse(readFileSync(path.join(folder, file)), { columns: true, skip_empty_lines: true, relax_quotes: true });

const day = (digits: string) => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;

function violation(description: string): Violation {
  const [, month, date, year] = /\[ date violation corrected: (\d+)\/(\d+)\/(\d{4}) \]/.exec(description) ?? [];
  return {
    text: description.replace(/\s*\[ date violation corrected:.*$/, '').trim(),
    correctedOn: year ? `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}` : null,
  };
}

/** Reads a folder in the LIVES format. Two inspections of one business on one day stay two; violations go to the first. */
export function readInspections(folder: string): Business[] {
  const businesses = new Map<string, Business>();
  for (const row of rows(folder, 'businesses.csv'))
    businesses.set(row['business_id']!, {
      id: row['business_id']!,
      name: row['name']!.trim(),
      address: [row['address'], row['city'], row['postal_code']]
        .map((part) => part?.trim())
        .filter(Boolean)
        .join(', '),
      inspections: [],
    });
  for (const row of rows(folder, 'inspections.csv'))
    businesses.get(row['business_id']!)!.inspections.push({
      on: day(row['date']!),
      score: row['score'] ? Number(row['score']) : null,
      recorded: true,
      violations: [],
    });
  for (const row of rows(folder, 'violations.csv')) {
    const { inspections } = businesses.get(row['business_id']!)!;
    const on = day(row['date']!);
    let inspection = inspections.find((one) => one.on === on);
    if (!inspection) inspections.push((inspection = { on, score: null, recorded: false, violations: [] }));
    inspection.violations.push(violation(row['description']!));
  }
  return [...businesses.values()];
}

/** Brings a business over HTTP: a site, its inspections as external audits, violations as findings. Answers the site's id. */
export async function bringBusiness(administrator: Client, inspector: Client, business: Business): Promise<string> {
  const site = await administrator.post('/sites', {
    code: `B-${business.id}`,
    name: business.name,
    address: business.address,
    externalRef: business.id,
  });
  for (const inspection of business.inspections) await bringInspection(inspector, site.body.id, business, inspection);
  return site.body.id;
}

async function bringInspection(
  inspector: Client,
  siteId: string,
  business: Business,
  { on, score, recorded, violations }: Inspection,
): Promise<void> {
  const title = `Health inspection of ${business.name}${recorded ? '' : ' (visit not in the source)'}`.slice(0, 200);
  const plan = {
    kind: 'regulator',
    mode: 'on_site',
    disciplines: ['quality'],
    title,
    editions: ['ISO 9001:2015'],
    plannedFrom: on,
    plannedTo: on,
    siteId,
    objectives: 'Food safety',
    scopeText: business.address || business.name,
    externalScore: score,
  };
  const { body: audit } = await inspector.post('/audits', plan);
  const url = `/audits/${audit.id}`;
  await inspector.post(`${url}/team`, { personId: inspector.personId, role: 'lead' });
  let { version } = audit as { version: number };
  const edit = async (fields: object) =>
    void ({ version } = (await inspector.patch(url, fields, { ifMatch: version })).body);
  const move = async (action: string) =>
    void ({ version } = (await inspector.move(url, action, { ifMatch: version })).body);
  await move('prepare');
  await edit({
    openedOn: on,
    openingAttendees: ['Inspector', 'Business'],
    closedOn: on,
    closingAttendees: ['Inspector', 'Business'],
    conclusions: score === null ? 'No score in the source' : `Score ${score} of 100`,
  });
  await move('start');
  for (const { text, correctedOn } of violations) {
    const finding = await inspector.post('/findings', {
      auditId: audit.id,
      class: 'minor',
      title: text,
      requirement: 'Food safety rules of the city',
      evidence: text,
      statement: `Seen on ${on}: ${text}`,
      foundOn: on,
      clauses: ['ISO 9001:2015 / 8.5.1'],
      correctedOn,
    });
    await inspector.move(`/findings/${finding.body.id}`, 'confirm', { ifMatch: 1 });
  }
  for (const action of ['finishFieldwork', 'draftReport', 'issueReport']) await move(action);
  if (violations.every(({ correctedOn }) => correctedOn !== null)) await move('complete');
}
