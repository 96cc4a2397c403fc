import { createFileRoute, useParams } from '@tanstack/react-router';
import { LegalHoldPage } from '../../../features/keeping/legal-hold-page.js';

export const Route = createFileRoute('/_app/legal-holds/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/legal-holds/$key' });
  return <LegalHoldPage key={key} number={key} />;
}
