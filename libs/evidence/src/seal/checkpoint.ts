import type { Hash } from './merkle.js';

/** What a log says of itself: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** The name of the log. */
  origin: string;
  /** Number of leaves. */
  size: number;
  root: Hash;
}

/** The number at the end of a log's name, `…/e2`; 0 for a name that is none of ours. */
export const epochOf = (origin: string): number => Number(/\/e(\d{1,9})$/.exec(origin)?.[1] ?? 0);

/** The text of the note; extension lines are never written. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`;

/** Reads the text of a note that was verified; undefined when it is none of a checkpoint. Extension lines are ignored. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, digits, encoded] = /^(.+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:.+\n)*$/.exec(text) ?? [];
  if (!origin || !digits || !encoded) return undefined;
  const [size, root] = [Number(digits), Buffer.from(encoded, 'base64')];
  return Number.isSafeInteger(size) && root.toString('base64') === encoded ? { origin, size, root } : undefined;
}

/** What a signed note that was verified, or was written here, says. */
export const checkpointOfNote = (note: string): Checkpoint | undefined =>
  parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));

/**
 * A proof that anybody can keep and check alone, C2SP tlog-proof: `note` is the signed checkpoint, `extra` what else belongs
 * to it.
 */
export const tlogProof = (index: number, path: readonly Hash[], note: string, extra?: string): string =>
  [
    'c2sp.org/tlog-proof@v1',
    ...(extra === undefined ? [] : [`extra ${Buffer.from(extra).toString('base64')}`]),
    `index ${index}`,
    ...path.map((hash) => hash.toString('base64')),
    '',
    note,
  ].join('\n');
