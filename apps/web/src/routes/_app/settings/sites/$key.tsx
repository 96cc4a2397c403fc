import { createFileRoute } from '@tanstack/react-router';
import { SitePage } from '../../../../features/settings/site-page.js';

export const Route = createFileRoute('/_app/settings/sites/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <SitePage key={key} id={key} />;
}
