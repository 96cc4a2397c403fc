import { shown, type Tx } from '#platform';
import type { EnvironmentalReviewItemView, LinkedRecord } from './environmental-review-item.dto.js';
import type { EnvironmentalReviewItem } from './environmental-review-item.entity.js';

/** The items with the references of what they led to, in one query for all. A reference never changes. */
export async function viewItems(tx: Tx, items: EnvironmentalReviewItem[]): Promise<EnvironmentalReviewItemView[]> {
  const linked = items.flatMap(({ aspectId, nonconformityId, actionId }) => [aspectId, nonconformityId, actionId]);
  const ids = linked.filter((id) => id !== null);
  const rows =
    ids.length === 0
      ? []
      : await tx.sql<LinkedRecord>(
          `SELECT id, reference FROM aspect WHERE org_id = $1 AND id = ANY ($2)
           UNION ALL SELECT id, reference FROM nonconformity WHERE org_id = $1 AND id = ANY ($2)
           UNION ALL SELECT id, reference FROM action WHERE org_id = $1 AND id = ANY ($2)`,
          [tx.actor.orgId, ids],
        );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const link = (id: string | null): LinkedRecord | null => (id && byId.get(id)) || null;
  return items.map((item) => ({
    ...shown(item),
    aspect: link(item.aspectId),
    nonconformity: link(item.nonconformityId),
    action: link(item.actionId),
  }));
}
