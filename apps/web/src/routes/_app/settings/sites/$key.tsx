import { createFileRoute, useParams } from '@tanstack/react-router';
import { SitePage } from '../../../../features/settings/site-page.js';

export const Route = createFileRoute('/_app/settings/sites/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/settings/sites/$key' });
  return <SitePage key={key} id={key} />;
}
