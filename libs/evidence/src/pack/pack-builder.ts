import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { Configuration, FileStore, type Tx } from '#platform';
import { AnchorRefusal } from '../anchor/anchor-refusal.js';
import { stampText } from '../anchor/time-stamp.js';
import { HistoryService } from '../history/history.service.js';
import { SignatureService } from '../signature/signature.service.js';
import { RecordTypes } from '../record-type/record-types.js';
import { type BagSignature, BagWriter } from './bag-writer.js';
import type { EvidencePack, PackCounts } from './evidence-pack.entity.js';
import { type PackContent, writePack } from './pack-content.js';
import { PublishedKeys } from '../seal/published-keys.js';
import { findAnchors } from './pack-anchors.js';
import { findAttachments } from './pack-attachments.js';
import { coverageOf, packableKinds } from './pack-coverage.js';
import { loggedRows, PackLog } from './pack-log.js';
import type { PackMoment } from './pack-moment.js';
import { PackNames } from './pack-names.js';
import type { Report } from './pack-progress.js';
import { findRedactions } from './pack-redactions.js';
import { findSignatures } from './pack-signatures.js';
import { select } from './pack-selection.js';
import type { PackFacts } from './pack-readme.js';

/** A pack in the making: its bytes must be read while it is being filled. */
export interface Building {
  asOf: string;
  stream: Readable;
  fill(): Promise<PackCounts>;
}

/** Gathers what a pack holds and writes it as a bag. */
@Injectable()
export class PackBuilder {
  private readonly logger = new Logger('EvidencePack');

  constructor(
    private readonly types: RecordTypes,
    private readonly history: HistoryService,
    private readonly signatures: SignatureService,
    private readonly store: FileStore,
    private readonly keys: PublishedKeys,
    private readonly configuration: Configuration,
  ) {}

  /** Decides on the content, in a transaction that shows the moment, for its actor. Throws `PackRefusal`. */
  async begin(tx: Tx, moment: PackMoment, { reference, scope }: EvidencePack, report: Report): Promise<Building> {
    const facts = await this.factsOf(tx, moment, reference);
    await report('selecting', 0, 1);
    const { kinds: selected, omissions, matrix } = await select(tx, this.types.all(), scope);
    const signatures = await findSignatures(tx, this.types, this.signatures, selected);
    const kinds = [...selected, ...signatures.kinds];
    const redactions = await findRedactions(tx);
    const erased = new Set(redactions.flatMap(({ fileDigests }) => fileDigests));
    const withKnownDamage = scope.withKnownDamage ?? false;
    const attachments = await findAttachments(tx, kinds, this.store, { withKnownDamage, erased }, report);
    const attached = [...attachments.byRecord.values()].flat();
    const files = [...new Set(attached.map(({ fileId }) => fileId))];
    const coverage = coverageOf(tx, this.types.all(), scope, facts);
    const content: PackContent = {
      facts,
      scope,
      kinds,
      matrix,
      omissions: [...omissions, ...attachments.omissions],
      contents: attachments.contents,
      redactions,
      coverage,
      epochs: moment.epochs,
      anchors: await findAnchors(tx),
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
          moment,
          { siteIds: coverage.siteIds, kinds: packableKinds(this.types.all(), tx) },
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
        'Bagging-Date': new Date().toISOString().slice(0, 10),
        'External-Identifier': `${facts.origin} ${reference}`,
        'Bag-Software-Agent': 'Continua',
      },
    });
    const fill = () =>
      writePack(bag, content, this.store, (tagManifest) => this.sign(tagManifest), report).catch((error: Error) => {
        // Whoever reads the pack would wait for ever for the rest.
        bag.stream.destroy(error);
        throw error;
      });
    return { asOf: facts.asOf, stream: bag.stream, fill };
  }

  /** A pack without a time stamp is better than none: an authority that does not answer is left out. */
  private async sign(tagManifest: string): Promise<BagSignature[]> {
    const { ssh, p256 } = await this.keys.signPack(tagManifest);
    const signatures: BagSignature[] = [
      { suffix: 'sig', content: ssh },
      { suffix: 'p256', content: p256 },
    ];
    const { TIMESTAMP_URL } = this.configuration;
    if (!TIMESTAMP_URL) return signatures;
    try {
      const { answer } = await stampText(TIMESTAMP_URL, tagManifest);
      return [...signatures, { suffix: 'tsr', content: answer }];
    } catch (error) {
      if (!(error instanceof AnchorRefusal)) throw error;
      this.logger.warn(`A pack goes without a time stamp: ${error.message}`);
      return signatures;
    }
  }

  private async factsOf(tx: Tx, { checkpoint }: PackMoment, reference: string): Promise<PackFacts> {
    const [row] = await tx.sql<{ organisation: string }>(
      'SELECT name AS organisation FROM organisation WHERE org_id = $1',
      [tx.actor.orgId],
    );
    const { origin, size, root, note, signedAt } = checkpoint;
    return {
      organisation: row!.organisation,
      reference,
      // It was signed after all that it covers was recorded.
      asOf: signedAt.toISOString(),
      origin,
      size,
      root: root.toString('base64'),
      checkpoint: note,
      keys: (await this.keys.of(tx))!,
    };
  }
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
