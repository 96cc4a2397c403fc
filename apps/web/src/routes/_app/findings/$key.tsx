import { createFileRoute } from '@tanstack/react-router';
import { FindingPage } from '../../../features/finding/finding-page.js';

export const Route = createFileRoute('/_app/findings/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <FindingPage key={key} number={key} />;
}
