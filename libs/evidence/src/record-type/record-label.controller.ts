import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { In } from 'typeorm';
import { CurrentTx, Operation, type RecordEntity, Tx } from '#platform';
import { RecordLabelQuery, RecordLabels } from './record-label.dto.js';
import { mayName, type RecordType, RecordTypes } from './record-types.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names for the ids that records carry, many at once: one statement a kind. What the caller may not read is left out. */
@ApiTags('Records')
@Controller('record-labels')
export class RecordLabelController {
  constructor(private readonly types: RecordTypes) {}

  @Get()
  @Operation('Names records of any kind by their ids or numbers', RecordLabels)
  async list(@CurrentTx() tx: Tx, @Query() { of }: RecordLabelQuery): Promise<RecordLabels> {
    const wanted = new Map<string, string[]>();
    for (const key of new Set(of)) {
      const [name = '', value = ''] = key.split(':');
      wanted.set(name, [...(wanted.get(name) ?? []), value]);
    }
    const items: RecordLabels['items'] = [];
    for (const [name, values] of wanted) items.push(...(await this.labels(tx, this.types.get(name), values)));
    return { items };
  }

  private async labels(tx: Tx, type: RecordType, values: string[]): Promise<RecordLabels['items']> {
    const ids = values.filter((value) => uuid.test(value));
    const references = values.filter((value) => !uuid.test(value));
    const numbered = tx.manager.connection.getMetadata(type.entity).findColumnWithPropertyName('reference');
    const records = [
      ...(ids.length > 0 ? await tx.all(type.entity, { id: In(ids) }) : []),
      ...(numbered && references.length > 0 ? await tx.all(type.entity, { reference: In(references) } as never) : []),
    ];
    return records
      .filter((record) => mayName(tx.actor, type, record))
      .map((record) => {
        const { reference = null } = record as RecordEntity & { reference?: string | null };
        const value = values.includes(record.id) ? record.id : reference!;
        const { name, path } = type;
        return { of: `${name}:${value}`, recordType: name, path, id: record.id, reference, label: type.label(record) };
      });
  }
}
