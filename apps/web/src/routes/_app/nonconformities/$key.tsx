import { createFileRoute } from '@tanstack/react-router';
import { NonconformityPage } from '../../../features/nonconformity/nonconformity-page.js';

export const Route = createFileRoute('/_app/nonconformities/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <NonconformityPage key={key} number={key} />;
}
