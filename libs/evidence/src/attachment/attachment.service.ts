import { Injectable } from '@nestjs/common';
import {
  conflict,
  FileService,
  findPage,
  forbidden,
  invalid,
  type Page,
  Problem,
  type Reason,
  shown,
  StoredFile,
  type Tx,
} from '#platform';
import { HistoryService } from '../history/history.service.js';
import { RecordTypes, siteOf } from '../record-type/record-types.js';
import { Attachment } from './attachment.entity.js';
import type { AttachedFile, AttachFile, AttachmentQuery, AttachmentView, VoidAttachment } from './attachment.dto.js';

/** Files on records of every kind. Who may read the record may read what is attached to it. */
@Injectable()
export class AttachmentService {
  constructor(
    private readonly types: RecordTypes,
    private readonly files: FileService,
    private readonly history: HistoryService,
  ) {
    files.allowReading((tx, file) => this.isOnReadableRecord(tx, file));
  }

  async list(tx: Tx, query: AttachmentQuery): Promise<Page<AttachmentView>> {
    const { recordType, recordId } = query;
    await this.types.readable(tx, recordType, recordId);
    const page = await findPage(tx, Attachment, query, {
      words: ['note'],
      where: [['r.recordType = :recordType AND r.recordId = :recordId', { recordType, recordId }]],
    });
    return { ...page, items: await this.views(tx, page.items) };
  }

  /** Also to a closed record: evidence may come late, and its time of recording shows that it did. */
  async attach(tx: Tx, fields: AttachFile): Promise<AttachmentView> {
    if (!tx.actor.can('file:add')) throw forbidden();
    const { recordType, recordId, fileId, ...facts } = fields;
    const { type, record } = await this.types.readable(tx, recordType, recordId);
    const mistakes = await this.mistakes(tx, fields);
    if (mistakes.length > 0) throw invalid(...mistakes);
    await tx.because('attachment.add');
    const attachment = await tx.insert(Attachment, {
      ...(facts.id && { id: facts.id }),
      recordType,
      recordId,
      siteId: siteOf(tx, type, record),
      fileId,
      capturedAt: facts.capturedAt ?? null,
      effectiveFrom: facts.effectiveFrom ?? null,
      effectiveTo: facts.effectiveTo ?? null,
      note: facts.note ?? null,
      addedBy: tx.actor.key,
      voidedOn: null,
      voidReason: null,
    });
    return (await this.views(tx, [attachment]))[0]!;
  }

  /** Whoever added it, or a manager, says that it does not count. */
  async void(tx: Tx, id: string, version: number, { voidReason }: VoidAttachment): Promise<AttachmentView> {
    const attachment = await tx.claim(Attachment, id, version);
    await this.types.readable(tx, attachment.recordType, attachment.recordId);
    if (attachment.addedBy !== tx.actor.key && !tx.actor.can('attachment:void', { siteId: attachment.siteId }))
      throw forbidden('An attachment is voided by whoever added it, or by a manager', 'not-the-adder');
    if (attachment.voidedOn) throw conflict('already-void', 'The attachment is void already.', '/voidedOn');
    await tx.because('attachment.void', voidReason);
    return (await this.views(tx, [await tx.update(attachment, { voidedOn: tx.today, voidReason })]))[0]!;
  }

  private async mistakes(tx: Tx, { fileId, capturedAt, effectiveFrom, effectiveTo }: AttachFile): Promise<Reason[]> {
    const mistakes: Reason[] = [];
    // Attaching a file opens it to others, so it takes someone who may read it.
    const refused = await this.files.readable(tx, fileId).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refused instanceof Problem)
      mistakes.push({ code: 'unknown-reference', field: '/fileId', message: 'There is no such file.' });
    else if (refused) throw refused;
    if (capturedAt && Date.parse(capturedAt) > Date.now())
      mistakes.push({
        code: 'in-the-future',
        field: '/capturedAt',
        message: 'It cannot have been captured later than now.',
      });
    if (effectiveFrom && effectiveTo && effectiveTo < effectiveFrom)
      mistakes.push({ code: 'before-start', field: '/effectiveTo', message: 'The period ends before it begins.' });
    return mistakes;
  }

  private async views(tx: Tx, attachments: Attachment[]): Promise<AttachmentView[]> {
    const rows = await tx.manager
      .createQueryBuilder(StoredFile, 'f')
      .where('f.org_id = :org AND f.id = ANY (:ids)', {
        org: tx.actor.orgId,
        ids: attachments.map(({ fileId }) => fileId),
      })
      .getMany();
    const files = new Map(rows.map((row) => [row.id, row]));
    const names = await this.history.namesOf(
      tx,
      attachments.map(({ addedBy }) => addedBy),
    );
    return attachments.map((attachment) => ({
      ...shown(attachment),
      file: factsOf(files.get(attachment.fileId)!),
      addedByName: names.get(attachment.addedBy) ?? attachment.addedBy,
    }));
  }

  private async isOnReadableRecord(tx: Tx, file: StoredFile): Promise<boolean> {
    const rows = await tx.sql<{ record_type: string; record_id: string }>(
      'SELECT DISTINCT record_type, record_id FROM attachment WHERE org_id = $1 AND file_id = $2 AND voided_on IS NULL LIMIT 100',
      [tx.actor.orgId, file.id],
    );
    for (const { record_type, record_id } of rows)
      if (await this.types.mayRead(tx, record_type, record_id)) return true;
    return false;
  }
}

const factsOf = ({ sha256, bytes, mediaType, originalName, receivedAt, erasure }: StoredFile): AttachedFile => ({
  sha256,
  bytes,
  mediaType,
  originalName,
  receivedAt,
  erasure,
});
