import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { createApi } from '#api';
import {
  type Discipline,
  disciplines,
  hashPassword,
  hashToken,
  newToken,
  readConfiguration,
  type Role,
  RoleGrant,
  Person,
  Organisation,
  Site,
  systemActor,
  Tx,
} from '#platform';
import { Client, testPassword } from './client.js';
import { createDatabase, type TestDatabase } from './database.js';

export interface Who {
  roles?: Role[];
  disciplines?: Discipline[];
  /** Null for all sites. */
  siteIds?: string[] | null;
  /** Instead of the three above: different rights at different sites. */
  grants?: { role: Role; disciplines: Discipline[]; siteIds: string[] | null }[];
  name?: string;
  /** Another organisation than the first. */
  orgId?: string;
}

/** A running API on a database of its own, with one organisation. */
export interface TestApi {
  app: NestFastifyApplication;
  dataSource: DataSource;
  database: TestDatabase;
  /** Base address of the server, without /api/v1. */
  origin: string;
  orgId: string;
  dataDirectory: string;
  anonymous: Client;
  /** A new person of the organisation, signed in. */
  as(who: Who): Promise<Client>;
  /** A person of an organisation who comes with a cookie; the client's `personId` is the person. */
  foundOrganisation(name: string): Promise<string>;
  /** A site of the organisation. */
  site(code: string, orgId?: string): Promise<string>;
  /** Work in a transaction of the system, to set a starting point. */
  arrange<T>(work: (tx: Tx) => Promise<T>, options?: { orgId?: string; today?: string }): Promise<T>;
  stop(): Promise<void>;
}

const zone = 'Europe/Berlin';
const passwordHash = hashPassword(testPassword);

/** Starts the real server on a free port of this machine. */
export async function startApi(environment: Record<string, string> = {}): Promise<TestApi> {
  const database = await createDatabase();
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'continua-data-'));
  const configuration = readConfiguration({ DATA_DIR: dataDirectory, LOG_LEVEL: 'error', ...environment });
  const app = await createApi(configuration, database.addresses);
  await app.listen(0, '127.0.0.1');
  const origin = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const dataSource = app.get(DataSource);
  const base = `${origin}/api/v1`;

  const arrange: TestApi['arrange'] = (work, { orgId: org = orgId, today } = {}) =>
    Tx.write(
      dataSource,
      systemActor({ orgId: org, timeZone: zone }, 'test'),
      { via: 'job', requestId: 'test', ...(today && { today }) },
      work,
    );

  const foundOrganisation = async (name: string): Promise<string> => {
    const id = uuidv7();
    await Tx.write(
      dataSource,
      systemActor({ orgId: id, timeZone: zone }, 'test'),
      { via: 'job', requestId: 'test' },
      (tx) =>
        tx.insert(Organisation, {
          id,
          name,
          timeZone: zone,
          justifiableRules: [],
          anchorEmail: null,
          signatureProof: null,
        }),
    );
    return id;
  };

  const orgId = await foundOrganisation('Example Metal Works');

  const as = async (who: Who): Promise<Client> => {
    const [accountId, personId, token] = [uuidv7(), uuidv7(), newToken()];
    const name = who.name ?? `Person ${personId.slice(-6)}`;
    const org = who.orgId ?? orgId;
    await dataSource.query('SELECT identity.create_account($1, $2, $3)', [
      accountId,
      `${personId}@example.org`,
      await passwordHash,
    ]);
    await arrange(
      async (tx) => {
        await tx.insert(Person, {
          id: personId,
          accountId,
          name,
          email: `${personId}@example.org`,
          jobTitle: null,
          leftOn: null,
        });
        await tx.insertMany(
          RoleGrant,
          (
            who.grants ??
            (who.roles ?? ['employee']).map((role) => ({
              role,
              disciplines: who.disciplines ?? [...disciplines],
              siteIds: who.siteIds ?? null,
            }))
          ).map((grant) => ({ ...grant, personId, validFrom: null, validUntil: null, revokedAt: null })),
        );
      },
      { orgId: org },
    );
    await dataSource.query('SELECT identity.open_session($1, $2, $3, $4)', [
      hashToken(token),
      accountId,
      org,
      new Date(Date.now() + 3_600_000),
    ]);
    return new Client(base, { cookie: `continua=${token}` }, personId, name);
  };

  const site: TestApi['site'] = (code, org) =>
    arrange(
      async (tx) =>
        (
          await tx.insert(Site, {
            code,
            name: `Site ${code}`,
            address: null,
            externalRef: null,
            closedOn: null,
            workingDays: [1, 2, 3, 4, 5],
            holidays: [],
          })
        ).id,
      org ? { orgId: org } : {},
    );

  return {
    app,
    dataSource,
    database,
    origin,
    orgId,
    dataDirectory,
    anonymous: new Client(base),
    as,
    foundOrganisation,
    site,
    arrange,
    stop: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
