import { Injectable } from '@nestjs/common';
import {
  type Actor,
  type ActorSql,
  type Class,
  type Discipline,
  disciplines as allDisciplines,
  notFound,
  type Permission,
  type RecordEntity,
  type Tx,
} from '#platform';

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
  /** Who may see its name where another record mentions it; without, those who may read it. */
  mayName?(actor: Actor, record: R): boolean;
  /** One line that names a record to people. */
  label(record: R): string;
  /**
   * Column names by which an evidence pack decides whether a record is in scope; a missing one does not restrict.
   * `discipline` is for a kind that belongs to one discipline as a whole; `audit` names the audit of the record.
   */
  scope: {
    day?: string;
    disciplines?: string;
    discipline?: Discipline;
    clauses?: string;
    site?: string;
    audit?: string;
  };
  /** The records that belong to these audits without a column that says so, such as what was found in them. */
  relatedToAudits?: (tx: Tx, auditIds: readonly string[]) => Promise<string[]>;
  /** Rows of other tables that are part of a record and as readable as it: they follow it into a pack. */
  parts?: readonly RecordPart[];
  /** Rows that a signature on the record covers with it; without, its parts. */
  signedWith?: readonly SignedRows[];
  /** What is about the product and its users rather than about the management system stays out of packs. */
  inPacks?: false;
  /** How lists over several kinds show it; without, it stands in none of them. */
  listed?: Listed;
  /** SQL: the day on which a row came to its end, from which it is kept for so long; null while it is open. Without, it is kept for ever. */
  endedOn?: string;
  /** What waits for the caller, each with the condition under which it does. */
  work?: (caller: ActorSql) => readonly Waiting[];
}

/** How a row of the table, with the alias `r`, stands in lists over several kinds of records. All in SQL. */
export interface Listed {
  /** Its number or code, by which people look it up; null where it has none. */
  reference: string | null;
  title: string;
  state: string | null;
  /** What reading it in a list takes, for the disciplines and the site that `scope` names. */
  read: Permission;
  /** The columns in which its own list looks for words; without, it cannot be searched for. */
  words?: readonly string[];
}

/** A next step of a record that somebody has to take. */
export interface Waiting {
  /** What is expected: a code such as `verify_effectiveness`. */
  expected: string;
  /** The row waits for the caller; false where the workflow would refuse the caller in any case. */
  when: string;
  /** The day by which it should be done; none where it is left out. */
  dueOn?: string;
}

/** Rows that belong to a record, such as its earlier cycles. */
export interface RecordPart {
  entity: Class<RecordEntity>;
  title: string;
  titles: string;
  /** The column that names the record. */
  of: string;
}

/** Rows of another table that are signed together with a record. */
export interface SignedRows {
  entity: Class<RecordEntity>;
  /** The column that names the record. */
  of: string;
  /** Property names: what the signature is about where the rest of the row goes on changing. */
  fields?: readonly string[];
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

  /** Whether this person may read the record; false also when there is none. */
  async mayRead(tx: Tx, name: string, id: string): Promise<boolean> {
    const type = this.byName.get(name);
    const record = type && (await tx.find(type.entity, id));
    return Boolean(record && type.mayRead(tx.actor, record));
  }
}

/** Whether this person may know how the record is called; more than those may who read it. */
export const mayName = (actor: Actor, type: RecordType, record: RecordEntity): boolean =>
  type.mayName ? type.mayName(actor, record) : type.mayRead(actor, record);

/** SQL of the disciplines and of the site of a row; null where its kind has none. */
export function placeOf({ scope }: RecordType, row = 'r'): { disciplines: string; site: string | null } {
  const disciplines = scope.disciplines
    ? `${row}.${scope.disciplines}`
    : `ARRAY[${(scope.discipline ? [scope.discipline] : allDisciplines).map((one) => `'${one}'`).join(', ')}]::varchar[]`;
  return { disciplines, site: scope.site ? `${row}.${scope.site}` : null };
}

/** The site of a record, or null for one of the whole organisation. */
export function siteOf(tx: Tx, type: RecordType, record: RecordEntity): string | null {
  const { columns } = tx.manager.connection.getMetadata(type.entity);
  const property = columns.find(({ databaseName }) => databaseName === type.scope.site)?.propertyName;
  return property ? ((record as unknown as Record<string, string | null>)[property] ?? null) : null;
}
