import { Entity } from 'typeorm';
import { RecordEntity } from '../database/record.entity.js';
import { Choice, Code, Instant, Reference, Text, Whole } from '../http/fields.js';

/** Bytes that a single file may have. */
export const fileLimit = 100 * 1024 * 1024;

export const fileSources = ['ui', 'api', 'import'] as const;
export type FileSource = (typeof fileSources)[number];

/** What was received, once; the content lies in the file store under its SHA-256. Never changed. */
@Entity('file')
export class StoredFile extends RecordEntity {
  @Code({
    max: 64,
    pattern: /^[0-9a-f]{64}$/,
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256: string;
  @Whole({ min: 1, max: fileLimit, example: 48211 }) bytes: number;
  @Code({ max: 100, description: 'Found by content, not by name', example: 'image/jpeg' }) mediaType: string;
  @Text({ max: 255, description: 'As the sender named it', example: 'gauge 7.jpg' }) originalName: string;
  @Instant({ description: 'When the server had all of it' }) receivedAt: string;
  @Choice(fileSources) source: FileSource;
  @Code({ max: 80, description: 'Who sent it, as in the history' }) uploadedBy: string;
  @Reference({ nullable: true, description: 'The person who sent it' }) uploadedById: string | null;
  @Code({
    max: 20,
    nullable: true,
    description: 'The erasure that took its content away; null while it is there',
    example: 'RED-2026-0001',
  })
  erasure: string | null;
}
