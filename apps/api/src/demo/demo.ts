import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AccountService, type Configuration, hashPassword, newToken } from '#platform';
import { playAudits } from './audits.js';
import { addAdministrator, emailOf, foundCompany } from './company.js';
import { playEnvironment } from './environment.js';
import { playEvidence } from './evidence-files.js';
import { playNonconformities } from './nonconformities.js';
import { playQuality } from './quality.js';
import { Stage } from './stage.js';

const passwordFile = (configuration: Configuration) => path.join(configuration.DATA_DIR, 'demo-password');

/** Fills a new installation, and tells each time how to sign in. */
export async function offerDemo(
  app: INestApplicationContext,
  configuration: Configuration,
  ownerUrl: string,
  say: (message: string) => void,
): Promise<void> {
  if (await app.get(AccountService).isNew()) {
    say('Filling the demonstration…');
    await fillDemo(app, configuration);
    await analyse(ownerUrl);
  }
  const file = passwordFile(configuration);
  if (!existsSync(file)) return;
  say(`
Sign in as one of the people of the demonstration:

  ${emailOf('max')}    quality manager
  ${emailOf('eva')}    environmental officer
  ${emailOf('lena')}   lead auditor
  ${emailOf('ada')}    managing director and administrator
  and olga, jan, tom, mia, xavier

  password: ${readFileSync(file, 'utf8').trim()}
`);
}

/** A table that was filled just now has no statistics, and its lists would be slow for a minute. */
async function analyse(ownerUrl: string): Promise<void> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  await owner.query('ANALYZE').finally(() => owner.end());
}

/**
 * Fills an empty installation with an organisation that looks lived-in. Everything goes through the same services as
 * real work and in one transaction: a killed start leaves nothing behind.
 */
export async function fillDemo(app: INestApplicationContext, configuration: Configuration): Promise<void> {
  const password = newToken().slice(0, 16);
  const [hash, ownHash] = await Promise.all([
    hashPassword(password),
    configuration.ADMIN_PASSWORD ? hashPassword(configuration.ADMIN_PASSWORD) : undefined,
  ]);
  await app.get(DataSource).transaction(async (manager) => {
    const stage = new Stage(app, manager, uuidv7(), 'Europe/Berlin', { password });
    const company = await foundCompany(stage, hash);
    if (configuration.ADMIN_EMAIL && ownHash) await addAdministrator(stage, configuration.ADMIN_EMAIL, ownHash);
    await playAudits(stage, company);
    await playNonconformities(stage, company);
    await playQuality(stage, company);
    await playEnvironment(stage, company);
    await playEvidence(stage, company);
  });
  mkdirSync(configuration.DATA_DIR, { recursive: true });
  writeFileSync(passwordFile(configuration), `${password}\n`, { mode: 0o600 });
  chmodSync(passwordFile(configuration), 0o600);
}
