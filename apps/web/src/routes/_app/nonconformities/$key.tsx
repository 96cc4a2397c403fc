import { createFileRoute, useParams } from '@tanstack/react-router';
import { NonconformityPage } from '../../../features/nonconformity/nonconformity-page.js';

export const Route = createFileRoute('/_app/nonconformities/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/nonconformities/$key' });
  return <NonconformityPage key={key} number={key} />;
}
