import { createFileRoute, useParams } from '@tanstack/react-router';
import { ComplaintPage } from '../../../features/complaint/complaint-page.js';

export const Route = createFileRoute('/_app/complaints/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/complaints/$key' });
  return <ComplaintPage key={key} number={key} />;
}
