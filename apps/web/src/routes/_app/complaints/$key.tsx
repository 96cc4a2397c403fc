import { createFileRoute } from '@tanstack/react-router';
import { ComplaintPage } from '../../../features/complaint/complaint-page.js';

export const Route = createFileRoute('/_app/complaints/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <ComplaintPage key={key} number={key} />;
}
