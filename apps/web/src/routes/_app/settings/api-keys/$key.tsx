import { createFileRoute, useParams } from '@tanstack/react-router';
import { ApiKeyPage } from '../../../../features/settings/api-key-page.js';

export const Route = createFileRoute('/_app/settings/api-keys/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/settings/api-keys/$key' });
  return <ApiKeyPage key={key} id={key} />;
}
