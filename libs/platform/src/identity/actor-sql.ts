import { disciplines } from '../database/record.entity.js';
import type { Tx } from '../database/tx.js';
import type { Permission } from './roles.js';

/**
 * The caller as conditions of a statement, for lists over many kinds of records: what `Actor` answers for one record
 * holds here for each row. Collects the parameters on the way; the statement must name `caller` in its WITH list.
 */
export class ActorSql {
  readonly parameters: unknown[];
  readonly org = '$1::uuid';
  /** Null for an integration: nothing is that person's. */
  readonly person = '$2::uuid';
  readonly today = '$3::date';
  /** Gives the first parameters their types also where no condition uses them. */
  readonly caller = 'caller AS (SELECT $1::uuid, $2::uuid, $3::date)';
  private readonly places = new Map<string, string>();

  constructor(private readonly tx: Tx) {
    this.parameters = [tx.actor.orgId, tx.actor.personId, tx.today];
  }

  /** The place of a value in the statement; equal values share one. */
  value(value: unknown): string {
    const key = JSON.stringify(value);
    let place = this.places.get(key);
    if (!place) this.places.set(key, (place = `$${this.parameters.push(value)}`));
    return place;
  }

  /** Whether the caller holds the permission for a row: SQL of its disciplines and, where it has one, of its site. */
  may(permission: Permission, disciplines = 'r.disciplines', site: string | null = 'r.site_id'): string {
    const held = this.tx.actor.reach(permission).map(({ discipline, sites }) => {
      const about = `${disciplines} && ${this.value([discipline])}::varchar[]`;
      return sites === null || site === null
        ? about
        : `(${about} AND (${site} IS NULL OR ${site} = ANY (${this.value(sites)}::uuid[])))`;
    });
    return held.length > 0 ? `(${held.join(' OR ')})` : 'false';
  }

  /** The same for what belongs to no discipline: the permission in any of them will do. */
  mayAt(permission: Permission, site: string | null): string {
    return this.may(permission, `${this.value(disciplines)}::varchar[]`, site);
  }

  /** Whether the caller holds the permission for all sites. */
  mayEverywhere(permission: Permission): string {
    return String(this.tx.actor.canEverywhere(permission));
  }

  /** Whether the caller is a person: some acts are personal. */
  get isPerson(): string {
    return String(this.tx.actor.isPerson);
  }

  /** That the person in this column is someone else, or nobody. */
  isNot(column: string): string {
    return `(${column} = ${this.person}) IS NOT TRUE`;
  }

  /** That the one in this column, named as in the history, is someone else, or nobody. */
  isNotActor(column: string): string {
    return `(${column} = ${this.value(this.tx.actor.key)}::varchar) IS NOT TRUE`;
  }

  /** That duties are kept apart, unless the organisation lets people justify this rule instead, and the row is not strict. */
  apart(rule: string, condition: string, strict?: string): string {
    if (!this.tx.actor.justifiableRules.includes(rule)) return `(${condition})`;
    return strict ? `(NOT ${strict} OR (${condition}))` : 'true';
  }
}
