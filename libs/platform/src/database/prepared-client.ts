import pg from 'pg';

// A day is a day: pg would make an instant of it, midnight in the zone of this computer.
const { builtins, getTypeParser, setTypeParser } = pg.types;
const [dates, texts] = [1182, 1009];
setTypeParser(builtins.DATE, (value) => value);
setTypeParser(dates, getTypeParser(texts));

const names = new Map<string, string>();
const mostStatements = 500;

/**
 * A client that prepares each parameterised statement once per connection, so that PostgreSQL parses and plans it once.
 * Bounded, because some texts are made per request. Not for PgBouncer in transaction mode before 1.21.
 */
export class PreparedClient extends pg.Client {
  // The signature is that of pg's own overloads, which TypeORM calls as (text, values, callback).
  override query(...given: unknown[]): never {
    const [text, values] = given;
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      let name = names.get(text);
      if (!name && names.size < mostStatements) names.set(text, (name = `continua_${names.size}`));
      if (name) given[0] = { name, text };
    }
    return (super.query as (...all: unknown[]) => never).apply(this, given);
  }
}
