import { crc32, deflateSync } from 'node:zlib';
import { AttachmentService } from '#evidence';
import { FileService, FileStore, findMediaType } from '#platform';
import type { Company } from './company.js';
import { pick, type Stage } from './stage.js';

/** Attaches a table of measurements or a photo to every second nonconformity and finished action. */
export async function playEvidence(stage: Stage, { people }: Company): Promise<void> {
  const rows = await stage.manager.query<{ type: string; id: string; label: string }[]>(
    `SELECT 'nonconformity' AS type, id, coalesce(reference, 'draft') AS label FROM nonconformity WHERE org_id = $1
     UNION ALL SELECT 'action', id, reference FROM action WHERE org_id = $1 AND state IN ('done', 'accepted') ORDER BY 3`,
    [stage.orgId],
  );
  for (const [index, { type, id, label }] of rows.entries()) {
    if (index % 2 === 1) continue;
    const photo = index % 4 === 0;
    const originalName = photo ? `photo ${label}.png` : `measurements ${label}.csv`;
    const content = photo ? picture(index) : Buffer.from(measurements(index));
    const { inspected: mediaType, ...kept } = await stage.service(FileStore).keep(
      (async function* () {
        yield content;
      })(),
      (file, { bytes }) => findMediaType(file, bytes, originalName),
    );
    const tx = await stage.as(pick([people.lena, people.ada], index), 5);
    const file = await stage
      .service(FileService)
      .add(tx, { ...kept, mediaType, originalName, receivedAt: new Date().toISOString() });
    await stage.service(AttachmentService).attach(tx, {
      recordType: type,
      recordId: id,
      fileId: file.id,
      capturedAt: `${stage.ago(40 + (index % 30))}T09:30:00Z`,
      note: photo ? 'Taken on the spot' : 'Measured on the spot',
    });
  }
}

const measurements = (seed: number) =>
  [
    'sample,value,unit',
    ...Array.from({ length: 20 }, (_, n) => `${n + 1},${(40 + ((seed * 7 + n * 13) % 60) / 10 - 4).toFixed(1)},Nm`),
  ].join('\n') + '\n';

/** A small picture in two colours, different each time: a stand-in for a photo. */
function picture(seed: number): Buffer {
  const size = 64;
  const lines = Buffer.alloc(size * (1 + size * 3));
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const inside = (x - 32) ** 2 + (y - 32) ** 2 < (10 + (seed % 20)) ** 2;
      lines.set(inside ? [180, 60 + (seed % 90), 40] : [120, 130, 140], y * (1 + size * 3) + 1 + x * 3);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
