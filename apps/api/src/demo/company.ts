import { v7 as uuidv7 } from 'uuid';
import { Process } from '#continual-improvement';
import {
  Actor,
  AccountService,
  type Discipline,
  Organisation,
  Person,
  type Role,
  RoleGrant,
  Site,
  Tx,
} from '#platform';
import type { Stage } from './stage.js';

const cast = [
  { key: 'ada', name: 'Ada Brandt', jobTitle: 'Managing director', roles: ['top_management', 'system_administrator'] },
  { key: 'max', name: 'Max Weber', jobTitle: 'Quality manager', roles: ['quality_manager'] },
  { key: 'eva', name: 'Eva Lindqvist', jobTitle: 'Environmental officer', roles: ['environmental_manager'] },
  { key: 'lena', name: 'Lena Hoffmann', jobTitle: 'Lead auditor', roles: ['lead_auditor'] },
  { key: 'tom', name: 'Tom Becker', jobTitle: 'Internal auditor', roles: ['internal_auditor'] },
  { key: 'olga', name: 'Olga Novak', jobTitle: 'Head of coating', roles: ['process_owner'] },
  { key: 'jan', name: 'Jan Peters', jobTitle: 'Head of machining', roles: ['process_owner'] },
  { key: 'mia', name: 'Mia Schmidt', jobTitle: 'Shift leader, Hamburg', roles: ['employee'], site: 'HAM' },
  { key: 'xavier', name: 'Xavier Roux', jobTitle: 'Auditor of the certification body', roles: ['external_auditor'] },
] as const satisfies { key: string; name: string; jobTitle: string; roles: Role[]; site?: string }[];
export type Member = (typeof cast)[number]['key'];

const processes = [
  ['MGT', 'Management and review', 'management', 'ada', null],
  ['AUD', 'Internal audit', 'management', 'lena', null],
  ['SAL', 'Sales and requirements', 'core', 'max', null],
  ['PUR', 'Purchasing', 'support', 'jan', null],
  ['MAC', 'Machining', 'core', 'jan', 'BER'],
  ['COA', 'Coating', 'core', 'olga', 'BER'],
  ['ASM', 'Assembly', 'core', 'jan', 'HAM'],
  ['LOG', 'Storage and shipping', 'core', 'mia', 'HAM'],
  ['MNT', 'Maintenance and calibration', 'support', 'olga', null],
  ['ENV', 'Waste and emissions', 'support', 'eva', 'BER'],
] as const;
export type ProcessCode = (typeof processes)[number][0];

/** Who and what there is in the demonstration. */
export interface Company {
  people: Record<Member, string>;
  sites: Record<'BER' | 'HAM', string>;
  processes: Record<ProcessCode, { id: string; siteId: string | null; ownerId: string }>;
}

export const emailOf = (key: string) => `${key}@demo.example`;

/** The organisation with two sites, nine people and ten processes. All people share one password. */
export async function foundCompany(stage: Stage, passwordHash: string): Promise<Company> {
  const { orgId, timeZone } = stage;
  const founder = new Actor({ orgId, name: 'demo', timeZone, justifiableRules: [], permissions: [] }, 'demo');
  const tx = await Tx.join(stage.manager, founder, { via: 'demo', requestId: 'demo' });
  await tx.insert(Organisation, {
    id: orgId,
    name: 'Example Metal Works',
    timeZone,
    justifiableRules: [],
    anchorEmail: null,
    signatureProof: null,
  });
  const site = async (code: string, name: string, address: string) =>
    (
      await tx.insert(Site, {
        code,
        name,
        address,
        externalRef: null,
        closedOn: null,
        workingDays: [1, 2, 3, 4, 5],
        holidays: [],
      })
    ).id;
  const sites = {
    BER: await site('BER', 'Berlin plant', 'Industriestrasse 12, Berlin'),
    HAM: await site('HAM', 'Hamburg assembly', 'Hafenweg 3, Hamburg'),
  };
  const people = {} as Record<Member, string>;
  for (const member of cast) {
    const [id, accountId] = [uuidv7(), uuidv7()];
    await tx.sql('SELECT identity.create_account($1, $2, $3)', [accountId, emailOf(member.key), passwordHash]);
    await tx.insert(Person, {
      id,
      accountId,
      name: member.name,
      email: emailOf(member.key),
      jobTitle: member.jobTitle,
      leftOn: null,
    });
    await tx.insertMany(
      RoleGrant,
      member.roles.map((role) => ({
        personId: id,
        role,
        disciplines: ['quality', 'environment'] as Discipline[],
        siteIds: 'site' in member ? [sites[member.site]] : null,
        validFrom: null,
        validUntil: role === 'external_auditor' ? stage.ago(-60) : null,
        revokedAt: null,
      })),
    );
    people[member.key] = id;
  }
  const made = {} as Company['processes'];
  for (const [code, name, kind, owner, at] of processes) {
    const siteId = at ? sites[at] : null;
    const disciplines: Discipline[] = code === 'ENV' ? ['environment'] : ['quality', 'environment'];
    const { id } = await tx.insert(Process, {
      code,
      name,
      kind,
      purpose: null,
      disciplines,
      siteId,
      ownerId: people[owner],
      inputs: null,
      outputs: null,
      retiredOn: null,
    });
    made[code] = { id, siteId, ownerId: people[owner] };
  }
  return { people, sites, processes: made };
}

/** One's own sign-in for the demonstration, with every role. */
export async function addAdministrator(stage: Stage, email: string, passwordHash: string): Promise<void> {
  const founder = new Actor(
    { orgId: stage.orgId, name: 'demo', timeZone: stage.timeZone, justifiableRules: [], permissions: [] },
    'demo',
  );
  const tx = await Tx.join(stage.manager, founder, { via: 'demo', requestId: 'demo' });
  const [personId, accountId] = [uuidv7(), uuidv7()];
  await tx.sql('SELECT identity.create_account($1, $2, $3)', [accountId, email.toLowerCase(), passwordHash]);
  await stage
    .service(AccountService)
    .addMember(tx, { personId, accountId, name: 'Administrator', email, jobTitle: null }, [
      'system_administrator',
      'quality_manager',
      'environmental_manager',
      'lead_auditor',
      'top_management',
    ]);
}
