import { existsSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from '#platform';
import { wordsOf } from '../database.js';
import { fail, type Finding, ok, warn } from './finding.js';

const gigabyte = 1024 ** 3;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? ok('Node.js', `version ${version}`)
    : fail('Node.js', `version ${version} is too old`, 'Install Node.js 20.19 or later.');
}

export function checkConfiguration(configuration: Configuration): Finding[] {
  const { HOST, secure, publicUrl, DATABASE_URL } = configuration;
  const findings: Finding[] = [];
  if (!['127.0.0.1', '::1', 'localhost'].includes(HOST) && !secure)
    findings.push(
      warn(
        'Configuration',
        `${HOST} is reachable from other computers, but ${publicUrl} is not encrypted`,
        'Put a proxy with a certificate in front and set PUBLIC_URL to its https address.',
      ),
    );
  if (DATABASE_URL && !new URL(DATABASE_URL).password)
    findings.push(
      warn(
        'Configuration',
        'DATABASE_URL has no password, from which those of the other roles follow: anybody can work them out',
        'Give the owner of the database a password and write it into DATABASE_URL.',
      ),
    );
  return findings.length > 0 ? findings : [ok('Configuration', `valid; people use ${publicUrl}`)];
}

/** Whether a folder can be written, and how much room there is; one that is missing will be made where it belongs. */
export function checkFolder(subject: string, folder: string): Finding {
  let place = folder;
  while (!existsSync(place) && place !== path.dirname(place)) place = path.dirname(place);
  try {
    rmdirSync(mkdtempSync(path.join(place, '.doctor-')));
  } catch (error) {
    return fail(
      subject,
      `${place} cannot be written (${wordsOf(error)})`,
      'Give this account the right to write there.',
    );
  }
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  const state = place === folder ? 'is writable' : 'will be made when it is needed';
  const words = `${folder} ${state}, ${(free / gigabyte).toFixed(1)} GB free`;
  if (free < gigabyte / 10) return fail(subject, words, 'Make room now: without it nothing can be recorded.');
  return free < gigabyte ? warn(subject, words, 'Make room soon.') : ok(subject, words);
}
