import { createFileRoute, useParams } from '@tanstack/react-router';
import { ReviewPage } from '../../../features/environmental-review/review-page.js';

export const Route = createFileRoute('/_app/environmental-reviews/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/environmental-reviews/$key' });
  return <ReviewPage key={key} number={key} />;
}
