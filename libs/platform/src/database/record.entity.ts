import { ApiProperty } from '@nestjs/swagger';
import { Column, PrimaryColumn } from 'typeorm';
import { Instant } from '../http/fields.js';

export const disciplines = ['quality', 'environment'] as const;
export type Discipline = (typeof disciplines)[number];

/** What every business row has. The server sets all of it; `version` counts every change ever made to the row. */
export abstract class RecordEntity {
  @PrimaryColumn('uuid') orgId: string;
  @ApiProperty({ format: 'uuid' }) @PrimaryColumn('uuid') id: string;
  @ApiProperty({ type: 'integer', minimum: 1 }) @Column('integer') version: number;
  @Instant({ description: 'When it was recorded, by the clock of the server' }) createdAt: string;
  @Instant({ description: 'When it was last changed, by the clock of the server' }) updatedAt: string;
}

/** A record as the outside sees it: whose it is goes without saying. */
export function shown<R extends RecordEntity>(record: R): Omit<R, 'orgId'> {
  const { orgId: _, ...rest } = record;
  return rest;
}
