import type { Tx } from '#platform';
import type { AspectQuery } from '../aspect/aspect.dto.js';
import type { AspectRegisterTexts } from './aspect-register-report.texts.js';

/** What the register was filtered by, in words: a part must not look like the whole. Empty when it is the whole. */
export async function filterWords(
  tx: Tx,
  filters: Omit<AspectQuery, 'cursor' | 'limit' | 'count'>,
  t: AspectRegisterTexts,
): Promise<string[]> {
  const used = Object.entries(filters).filter(([name, value]) => name !== 'sort' && value !== undefined);
  const ids = used.filter(([name]) => /Id$|Than$/.test(name)).map(([, value]) => value);
  const names = new Map(
    ids.length === 0
      ? []
      : (
          await tx.sql<{ id: string; name: string }>(
            `SELECT id, code || ' ' || name AS name FROM site WHERE org_id = $1 AND id = ANY ($2)
             UNION ALL SELECT id, code || ' ' || name FROM process WHERE org_id = $1 AND id = ANY ($2)
             UNION ALL SELECT id, name FROM person WHERE org_id = $1 AND id = ANY ($2)
             UNION ALL SELECT v.id, m.code || ' v' || v.version_number FROM significance_method_version v
               JOIN significance_method m ON m.org_id = v.org_id AND m.id = v.method_id
               WHERE v.org_id = $1 AND v.id = ANY ($2)`,
            [tx.actor.orgId, ids],
          )
        ).map(({ id, name }) => [id, name]),
  );
  const words: Record<string, string> = { ...t.category, ...t.condition, ...t.value };
  return used.map(([name, value]) => {
    const said = typeof value === 'boolean' ? (value ? t.yes : t.no) : (names.get(value) ?? words[value] ?? value);
    return `${t.filter[name] ?? name}: ${said}`;
  });
}
