import { DefaultNamingStrategy } from 'typeorm';

/** `dueOn` in the class is `due_on` in the database. */
export const columnName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** snake_case names, so that nobody has to quote a column in SQL. */
export class SnakeCaseNaming extends DefaultNamingStrategy {
  override tableName(className: string, given?: string): string {
    return given ?? columnName(className).replace(/^_/, '');
  }

  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return given ?? columnName([...prefixes, property].join('_'));
  }
}
