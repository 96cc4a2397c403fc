import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { FileStore, type Tx } from '#platform';
import { HistoryService } from '../history/history.service.js';
import { SignatureService } from '../signature/signature.service.js';
import { RecordTypes } from '../record-type/record-types.js';
import { BagWriter } from './bag-writer.js';
import type { EvidencePack, PackCounts } from './evidence-pack.entity.js';
import { type PackContent, writePack } from './pack-content.js';
import { findAttachments } from './pack-attachments.js';
import { loggedRows, PackLog } from './pack-log.js';
import { PackNames } from './pack-names.js';
import type { Report } from './pack-progress.js';
import { findSignatures } from './pack-signatures.js';
import { select } from './pack-selection.js';
import type { PackFacts } from './pack-texts.js';

/** A pack in the making: its bytes must be read while it is being filled. */
export interface Building {
  asOf: string;
  stream: Readable;
  fill(): Promise<PackCounts>;
}

/** Gathers what a pack holds and writes it as a bag. */
@Injectable()
export class PackBuilder {
  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
    private readonly store: FileStore,
  ) {}

  /** Decides on the content, in a transaction that shows one moment, for its actor. Throws `PackRefusal`. */
  async begin(tx: Tx, { reference, scope }: EvidencePack, report: Report): Promise<Building> {
    const facts = await factsOf(tx, reference);
    await report('selecting', 0, 1);
    const { kinds: selected, omissions, matrix } = await select(tx, this.types.all(), scope);
    const signatures = await findSignatures(tx, this.types, this.signatures, selected);
    const kinds = [...selected, ...signatures.kinds];
    const attachments = await findAttachments(tx, kinds, this.store, scope.withKnownDamage ?? false, report);
    const attached = [...attachments.byRecord.values()].flat();
    const files = [...new Set(attached.map(({ fileId }) => fileId))];
    const content: PackContent = {
      facts,
      scope,
      kinds,
      matrix,
      omissions: [...omissions, ...attachments.omissions],
      contents: attachments.contents,
      context: {
        tx,
        history: this.history,
        log: new PackLog(
          tx,
          loggedRows(
            kinds,
            attached.map(({ id }) => id),
            files,
          ),
        ),
        names: await PackNames.read(tx),
        attachments: attachments.byRecord,
        signatures: signatures.byRecord,
      },
    };
    const bag = new BagWriter({
      folder: folderName(facts),
      modifiedAt: new Date(facts.asOf),
      info: {
        'Source-Organization': facts.organisation.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim() || '-',
        'Bagging-Date': facts.asOf.slice(0, 10),
        'External-Identifier': `${facts.origin} ${reference}`,
        'Bag-Software-Agent': 'Continua',
      },
    });
    return { asOf: facts.asOf, stream: bag.stream, fill: () => writePack(bag, content, this.store, report) };
  }
}

/** The snapshot is older than the clock, so the moment is not before anything that it shows. */
async function factsOf(tx: Tx, reference: string): Promise<PackFacts> {
  const [row] = await tx.sql<{ organisation: string; origin: string; as_of: Date }>(
    `SELECT o.name AS organisation, l.origin, clock_timestamp() AS as_of FROM organisation o JOIN log.origin l ON l.org_id = o.org_id WHERE o.org_id = $1`,
    [tx.actor.orgId],
  );
  const { organisation, origin, as_of } = row!;
  // A millisecond later, because the clock knows microseconds that the text cannot show.
  return { organisation, origin, reference, asOf: new Date(as_of.getTime() + 1).toISOString() };
}

function folderName({ organisation, asOf, reference }: PackFacts): string {
  const letters = organisation.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const plain = letters.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '');
  return [
    'evidence',
    plain.slice(0, 30).replace(/-+$/, '') || 'organisation',
    asOf.slice(0, 10).replaceAll('-', ''),
    reference.toLowerCase(),
  ].join('-');
}
