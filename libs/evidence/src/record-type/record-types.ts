import { Injectable } from '@nestjs/common';
import { type Actor, type Class, notFound, type RecordEntity, type Tx } from '#platform';

/** What the product must know of a kind of record to show its history, hang files on it and put it into a pack. */
export interface RecordType<R extends RecordEntity = RecordEntity> {
  /** The name of its table, which is its name in the history: `nonconformity`. */
  name: string;
  /** The last part of its address: `nonconformities`. */
  path: string;
  /** For people, one and many. */
  title: string;
  titles: string;
  entity: Class<R>;
  mayRead(actor: Actor, record: R): boolean;
  /** One line that names a record to people. */
  label(record: R): string;
  /** Column names by which an evidence pack decides whether a record is in scope; a missing one does not restrict. */
  scope: { day?: string; disciplines?: string; clauses?: string; site?: string; audit?: string };
}

/** All kinds of records, told by their modules at the start. */
@Injectable()
export class RecordTypes {
  private readonly byName = new Map<string, RecordType>();

  register<R extends RecordEntity>(type: RecordType<R>): void {
    if (this.byName.has(type.name)) throw new Error(`${type.name} is registered twice`);
    this.byName.set(type.name, type);
  }

  all(): RecordType[] {
    return [...this.byName.values()];
  }

  /** The kind by its name; 404 for one that does not exist. */
  get(name: string): RecordType {
    const type = this.byName.get(name);
    if (!type) throw notFound('kind of record');
    return type;
  }

  /** The record if this person may read it; otherwise it does not exist for them: 404. */
  async readable(tx: Tx, name: string, id: string): Promise<{ type: RecordType; record: RecordEntity }> {
    const type = this.get(name);
    const record = await tx.get(type.entity, id);
    if (!type.mayRead(tx.actor, record)) throw notFound();
    return { type, record };
  }
}
