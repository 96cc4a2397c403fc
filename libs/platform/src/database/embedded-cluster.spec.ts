import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { preparePlace } from './embedded-cluster.js';

// Only root has another account run PostgreSQL, and only then a folder may be closed to it.
(process.getuid?.() === 0 ? it : it.skip)(
  'begins with an empty database where a data directory that was removed is made again',
  () => {
    const closed = mkdtempSync(path.join(tmpdir(), 'continua-closed-'));
    const data = path.join(closed, 'data');
    const homes = [0, 1].map(() => {
      mkdirSync(data);
      const { home } = preparePlace(data, () => undefined);
      expect(preparePlace(data, () => undefined).home).toBe(home);
      rmSync(data, { recursive: true });
      return home;
    });
    expect(new Set(homes).size).toBe(2);
    for (const folder of [...homes, closed]) rmSync(folder, { recursive: true });
  },
);
