import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApi, type TestApi } from './support/api.js';
import type { Bag } from './support/bag.js';
import type { Client } from './support/client.js';
import { png, upload } from './support/files.js';
import { contained, containment, whys } from './support/nonconforming.js';
import { forge, type Forged, knownKey, packOf, python, verify } from './support/packs.js';

describe('a pack proves itself', () => {
  let api: TestApi;
  let manager: Client;
  let older: Bag;
  let bag: Bag;
  let key: string;
  let bare: string;

  beforeAll(async () => {
    api = await startApi();
    const site = await api.site('ONE');
    manager = await api.as({
      roles: ['quality_manager', 'environmental_manager', 'top_management'],
      name: 'Max & Co <manager>',
    });
    const owner = await api.as({ name: 'Olga Owner' });
    const verifier = await api.as({ roles: ['internal_auditor'] });
    const url = await contained({ owner, manager, verifier }, site, { title: '=1+1 "é" 検査\r\nline' });
    await owner.change(url, containment);
    await owner.move(url, 'analyse');
    await owner.change(url, { investigatorId: owner.personId, similarCheck: 'None', fiveWhys: [whys] });
    await manager.move(url, 'acceptCauses');
    await attach(manager, url, 'a.png');
    older = await packOf(manager);
    await attach(manager, url, 'b.png');
    const { body } = await manager.post('/nonconformities', {
      title: 'Gauge off',
      source: 'inspection',
      disciplines: ['quality'],
      detectedOn: '2026-03-02',
      siteId: site,
    });
    bare = body.id;
    await manager.change(`/nonconformities/${bare}`, { title: 'Gauge far off' });
    await manager.change(`/nonconformities/${bare}`, { evidence: 'Label of 2024' });
    await manager.post('/actions', {
      title: 'Replace it',
      ownerId: manager.personId,
      dueOn: '2026-12-01',
      disciplines: ['quality'],
      siteId: site,
    });
    bag = await packOf(manager);
    key = await knownKey(manager, bag);
  });
  afterAll(async () => {
    older.remove();
    bag.remove();
    await api.stop();
  });

  async function attach(client: Client, url: string, name: string) {
    const { body: file } = await upload(client, name, png);
    await client.post('/attachments', { recordType: 'nonconformity', recordId: url.split('/')[2], fileId: file.id });
  }

  it('to whoever has the key by another way, up to level 5, and up to level 6 with an earlier pack', () => {
    const five = ['OK', 'OK', 'OK', 'OK', 'OK', 'NOT CHECKED'];
    expect(verify(bag, key)).toMatchObject({ code: 0, levels: five });
    expect(verify(bag, key).text).toContain('VERIFIED up to level 5');
    const fingerprint = /SHA256:[^\s,]+/.exec(verify(bag, key).text)![0];
    expect(verify(bag, fingerprint)).toMatchObject({ code: 0, levels: five });
    for (const previous of [older.folder, path.join(older.folder, 'data/log/checkpoint'), bag.folder])
      expect(verify(bag, key, '--previous', previous)).toMatchObject({
        code: 0,
        levels: [...five.slice(0, 5), 'OK'],
        text: expect.stringMatching(/tree 1\.\.\d+ of the earlier pack is a prefix/),
      });
    const { code, levels, text } = verify(older, key, '--previous', bag.folder);
    expect([code, levels[5]]).toEqual([1, 'FAIL']);
    expect(text).toMatch(/is longer than this one/);
  });

  it('to nobody who takes the key out of the pack', () => {
    expect(verify(bag)).toMatchObject({ code: 2, text: expect.stringContaining('did not come with the pack') });
    const enclosed = verify(bag, 'keys/allowed_signers');
    expect(enclosed).toMatchObject({ code: 2, text: expect.stringContaining('it proves nothing') });
    const { code, levels, text } = verify(bag, '--use-enclosed-key');
    expect([code, levels]).toEqual([1, ['OK', 'NOT CHECKED', 'OK', 'OK', 'OK', 'NOT CHECKED']]);
    expect(text).toContain('THAT PROVES NOTHING ABOUT WHO MADE THE PACK');
    expect(text).toContain('Not proved:\n  - Who made the pack');
    expect(verify(bag, '--use-enclosed-key', '--level', '1').code).toBe(0);
    expect(verify(bag, 'SHA256:AAAA').levels.slice(0, 2)).toEqual(['OK', 'FAIL']);
    expect(verify(bag, path.join(older.folder, 'nowhere')).code).toBe(2);
  });

  it('with the commands of its README and its FORMAT, on a machine that has nothing else', () => {
    const machine = bareMachine();
    const shell = (script: string) => {
      const environment = { PATH: machine, PYTHONDONTWRITEBYTECODE: '1' };
      const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', script], {
        cwd: bag.folder,
        env: environment,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`${script}\nanswered ${status}: ${stdout}${stderr}`);
      return stdout;
    };
    const [, linux] = /On Linux, in this folder:\n\n((?: {4}.+\n)+)/.exec(bag.text('README.txt'))!;
    const said = shell(linux!.replace('/path/to/allowed_signers', key));
    expect(said).toMatch(
      /FILES-OK\nGood "continua-evidence-pack" signature for pack@continua-\S+ with ED25519 key SHA256:.*\nVerified OK\n[^]*VERIFIED up to level 5/,
    );
    const [previous] = /python3 .+ --previous .+/.exec(bag.text('README.txt'))!;
    expect(shell(`KEY=${key}\n${previous.replace('../evidence-of-last-year', older.folder)}`)).toContain(
      'VERIFIED up to level 6',
    );
    const blocks = [...bag.text('verify/FORMAT.md').matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => shell(block!));
    const [digest, disclosure, leaf, root, signature] = blocks;
    const lines = bag.text('data/log/entries.ndjson').split('\n');
    const { i } = JSON.parse(bag.text('data/log/disclosures.ndjson').split('\n')[0]!);
    expect(lines[i]).toContain(`"${digest}"`);
    expect(JSON.parse(disclosure!)).toHaveLength(3);
    expect(leaf).toMatch(/^[0-9a-f]{64} /);
    expect(root).toBe(bag.text('data/log/checkpoint').split('\n')[2]);
    expect(signature).toContain('Verified Successfully');
    rmSync(machine, { recursive: true });
  });

  it('and any bit of any file that is not as it was is found and named', async () => {
    const found = await forge<{ subject: string; offset: number; failures: string[] }>(
      bag,
      api.dataDirectory,
      'flips',
      10,
    );
    expect(found.length).toBeGreaterThan(bag.files().length * 5);
    for (const { subject, offset, failures } of found) {
      const name = subject === 'keys/pack-p256.pem' ? subject : subject.replace(/^(tagmanifest-sha256\.txt).*/, '$1');
      expect([subject, offset, failures.join('\n')]).toEqual([subject, offset, expect.stringContaining(name)]);
    }
  });

  it('and a file that is missing, renamed, added, emptied or exchanged is found and named', async () => {
    const found = await forge<Forged>(bag, api.dataDirectory, 'files');
    expect(found.length).toBeGreaterThan(bag.files().length * 3);
    for (const { scenario, subject, states, failures } of found) {
      const words = failures.map(([, text]) => text).join('\n');
      expect([scenario, subject, words]).toEqual([scenario, subject, expect.stringContaining(subject)]);
      expect(states.slice(0, 2)).toContain('FAIL');
      if (scenario === 'deleted') expect(states.slice(2, 5)).not.toContain('OK');
    }
  });

  it('and whoever has the genuine key of packs cannot make it say what the log does not', async () => {
    const found = new Map((await forge<Forged>(bag, api.dataDirectory, 'forged')).map((one) => [one.scenario, one]));
    const log = 'data/log/entries.ndjson';
    const versions = `data/records/nonconformity/${bare}/versions`;
    const expected: [scenario: string, level: number, named: string | RegExp][] = [
      ['a line changed', 3, log],
      ['the first line dropped', 3, log],
      ['the last line dropped', 3, log],
      ['two lines swapped', 3, log],
      ['a line doubled', 3, log],
      ['a blank line', 3, log],
      ['line ends of Windows', 3, log],
      ['no last line end', 3, log],
      ['a line after the end', 3, log],
      ['another checkpoint', 3, 'data/log/checkpoint'],
      ['a key replaced', 3, 'keys/log.vkey'],
      ['a disclosure dropped', 4, /line \d+: \w+ of \w+ .* is not disclosed, and no erasure on record explains it/],
      ['disclosures swapped', 4, 'data/log/disclosures.ndjson'],
      ['a disclosure changed', 4, 'data/log/disclosures.ndjson'],
      ['a value of a record', 4, `${bare}.json does not show its last version`],
      ['a value of a version', 4, new RegExp(`${versions}/1.json: title is not what line \\d+ says`)],
      ['a value everywhere but in the log', 4, new RegExp(`${versions}/2.json: title is not what line \\d+ says`)],
      ['who did it', 4, `${versions}/1.json: actor`],
      ['a reason', 4, `${versions}/1.json: reason`],
      ['a version dropped', 4, `${versions}/1.json`],
      ['a cell of a table', 4, /data\/tables\/nonconformity\.csv, .*: state is not what the record says/],
      ['a row of a table dropped', 4, /data\/tables\/nonconformity\.csv does not have/],
      ['a row of a table doubled', 4, /data\/tables\/nonconformity\.csv: .* stands twice/],
      ['a content exchanged', 4, /data\/attachments\/.* is not the content that the log tells of/],
      ['a content dropped', 4, 'data/attachments/'],
      ['an attachment dropped', 5, /line \d+: attachment .* it is in scope, and neither in the pack nor named/],
      ['another name of an attachment', 4, /attachments\.csv, .*: originalName is not what the log says/],
      ['a signature moved', 4, /data\/records\/signature\/.*\.json/],
      ['a signature dropped', 5, /line \d+: signature /],
      ['a signature of somebody else', 4, /data\/records\/signature\/.* was given by .* in the name of/],
      ['a record invented', 4, 'the log has no line of this record'],
      [
        'a record left out',
        5,
        new RegExp(
          `line \\d+: nonconformity ${bare}, site [0-9a-f-]{36}, recorded on \\d{4}-\\d\\d-\\d\\d: it is in scope`,
        ),
      ],
      ['a record left out and named as outside', 5, new RegExp(`line \\d+: nonconformity ${bare}`)],
      ['a record left out and its lines hidden', 5, /line \d+ is not shown/],
      ['a kind left out', 5, /line \d+: action .* its kind was asked for, and is not covered/],
      ['a kind left out that was asked for', 5, /line \d+: action .* its kind was asked for, and is not covered/],
      ['a version invented', 4, `${versions}/9.json belongs to nothing that the log tells of`],
      ['a record under another name', 4, 'nc-2026-0042.json belongs to nothing that the log tells of'],
      ['a table invented', 4, 'data/tables/closed-in-2026.csv belongs to nothing that the log tells of'],
      ['signed by a forger', 2, /somebody else made it/],
    ];
    for (const [scenario, level, named] of expected) {
      const { states, failures } = found.get(scenario)!;
      const words = failures.filter(([at]) => at === level).map(([, text]) => text);
      expect([scenario, states[level - 1], words.join('\n')]).toEqual([scenario, 'FAIL', expect.stringMatching(named)]);
      // Manifests and signatures are valid again, so that only this level can tell.
      if (level > 2) expect([scenario, states.slice(0, 2)]).toEqual([scenario, ['OK', 'OK']]);
      found.delete(scenario);
    }
    // What is named as left out is no omission; the auditor reads that it was.
    const named = found.get('a record left out and named as not permitted')!;
    expect(named.states.slice(0, 5)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK']);
    expect(named.remarks.join('\n')).toMatch(/in scope and left out.*not-permitted \(1\)/);
    found.delete(named.scenario);
    // The pack of a forger is in order by itself: only the key that did not come with it shows the difference.
    const forged = found.get("signed by a forger, with the forger's key")!;
    expect(forged.states.slice(0, 5)).toEqual(['OK', 'OK', 'OK', 'OK', 'OK']);
    found.delete(forged.scenario);
    expect([...found.keys()]).toEqual([]);
  });

  it('and whoever has all keys cannot rewrite what somebody holds an earlier pack of', async () => {
    const size = Number(older.text('data/log/checkpoint').split('\n')[1]);
    // The record that is rewritten must be older than the earlier pack, so the earlier one here is a copy of this one.
    const found = new Map(
      (await forge<Forged>(bag, api.dataDirectory, 'rewritten', bag.folder, size + 3)).map((one) => [
        one.scenario,
        one,
      ]),
    );
    const level6 = (scenario: string) => {
      const { states, failures } = found.get(scenario)!;
      return [...states, failures.map(([, text]) => text).join('\n')];
    };
    const fine = ['OK', 'OK', 'OK', 'OK', 'OK'];
    expect(level6('continued')).toEqual([...fine, 'OK', '']);
    expect(level6('continued after a checkpoint')).toEqual([...fine, 'OK', '']);
    // Without anything older, nobody can tell: that is what the last paragraph of the verifier says.
    expect(level6('rewritten')).toEqual([...fine, 'NOT CHECKED', '']);
    const { subject } = found.get('rewritten, with the earlier pack')!;
    expect(level6('rewritten, with the earlier pack')).toEqual([
      ...fine,
      'FAIL',
      expect.stringMatching(new RegExp(`is no beginning of this one: ${subject} differs: nonconformity ${bare}`)),
    ]);
    expect(level6('rewritten, with the earlier checkpoint')).toEqual([
      ...fine,
      'FAIL',
      expect.stringContaining('is no beginning of this one'),
    ]);
    expect(level6('cut off, with the earlier pack').slice(5)).toEqual([
      'FAIL',
      expect.stringContaining('is longer than this one'),
    ]);
  });

  it('tells members the keys, and nobody else', async () => {
    const { body } = await manager.get('/log/keys');
    expect(readFileSync(key, 'utf8')).toBe(body.allowedSigners);
    expect(bag.text('keys/allowed_signers')).toBe(body.allowedSigners);
    expect(bag.text('keys/log.vkey')).toBe(`${body.logVerifierKey}\n`);
    expect(bag.text('keys/pack-p256.pem')).toBe(body.packP256Pem);
    expect(bag.text('README.txt')).toContain(body.packFingerprint);
    expect(bag.run('ssh-keygen', '-lf', publicKeyFile(bag))).toContain(body.packFingerprint);
    await api.anonymous.get('/log/keys', { expect: 401 });
    const secret = readFileSync(path.join(api.dataDirectory, 'keys/pack.pem'), 'utf8').split('\n')[1]!;
    for (const name of bag.files()) expect(bag.text(name)).not.toContain(secret);
  });
});

/** The enclosed key as ssh-keygen reads it, without who it belongs to. */
function publicKeyFile(bag: Bag): string {
  const file = path.join(bag.folder, '..', 'pack.pub');
  writeFileSync(file, bag.text('keys/allowed_signers').split(' ').slice(2).join(' '));
  return file;
}

/** A folder for PATH with the tools that a README may rely on, and no others. */
function bareMachine(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'continua-path-'));
  const coreutils = 'cat cut head mktemp mv sha256sum tail tr rm'.split(' ');
  for (const name of ['sh', ...coreutils, 'ssh-keygen', 'openssl', 'python3']) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    symlinkSync(name === 'python3' ? python : stdout.trim(), path.join(folder, name));
  }
  return folder;
}
