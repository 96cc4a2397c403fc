import { createFileRoute, useParams } from '@tanstack/react-router';
import { FindingPage } from '../../../features/finding/finding-page.js';

export const Route = createFileRoute('/_app/findings/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/findings/$key' });
  return <FindingPage key={key} number={key} />;
}
