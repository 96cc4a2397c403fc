import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { type Configuration, hashPassword, newToken } from '#platform';
import { addAdministrator, emailOf, foundCompany } from './company.js';
import { playNonconformities } from './nonconformities.js';
import { Stage } from './stage.js';

const passwordFile = (configuration: Configuration) => path.join(configuration.DATA_DIR, 'demo-password');

/** What to tell people about the demonstration's sign-in; undefined when there is none in this installation. */
export function demoSignIn(configuration: Configuration): string | undefined {
  const file = passwordFile(configuration);
  if (!existsSync(file)) return undefined;
  return [
    'Sign in as one of the demonstration’s people:',
    `  ${emailOf('max')}   quality manager`,
    `  ${emailOf('eva')}   environmental officer`,
    `  ${emailOf('lena')}  lead auditor`,
    `  ${emailOf('ada')}   managing director and administrator`,
    `  (also olga, jan, tom, mia, xavier)`,
    `  password: ${readFileSync(file, 'utf8').trim()}`,
  ].join('\n');
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
    const stage = new Stage(app, manager, uuidv7(), 'Europe/Berlin');
    const company = await foundCompany(stage, hash);
    if (configuration.ADMIN_EMAIL && ownHash) await addAdministrator(stage, configuration.ADMIN_EMAIL, ownHash);
    await playNonconformities(stage, company);
  });
  writeFileSync(passwordFile(configuration), `${password}\n`, { mode: 0o600 });
  chmodSync(passwordFile(configuration), 0o600);
}
