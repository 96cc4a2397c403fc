import { createFileRoute, useParams } from '@tanstack/react-router';
import { PersonPage } from '../../../../features/settings/person-page.js';

export const Route = createFileRoute('/_app/settings/people/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/settings/people/$key' });
  return <PersonPage key={key} id={key} />;
}
