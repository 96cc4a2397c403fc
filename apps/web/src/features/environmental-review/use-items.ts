import { useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/api.js';

export type ReviewItem = Schemas['EnvironmentalReviewItemView'];

const path = '/api/v1/environmental-reviews/{id}/items';

/** The items of a review in the order in which they were recorded; with `asOf` (a day) those recorded by its end. */
export function useItems(reviewId: string | null | undefined, asOf: string | null) {
  const cache = useQueryClient();
  const queryKey = [path, reviewId];
  const { data } = useQuery({
    queryKey,
    queryFn: async () => {
      const items: ReviewItem[] = [];
      let cursor: string | undefined;
      do {
        const page = await answer(
          api.GET(path, { params: { path: { id: reviewId! }, query: { limit: 200, ...(cursor && { cursor }) } } }),
        );
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return items;
    },
    enabled: Boolean(reviewId),
  });
  const until = asOf ? new Date(`${asOf}T23:59:59.999`).toISOString() : '9999';
  return {
    items: data?.filter(({ createdAt }) => createdAt <= until),
    changed: () => cache.invalidateQueries({ queryKey }),
  };
}
