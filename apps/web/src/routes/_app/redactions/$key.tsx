import { createFileRoute, useParams } from '@tanstack/react-router';
import { RedactionPage } from '../../../features/keeping/redaction-page.js';

export const Route = createFileRoute('/_app/redactions/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/redactions/$key' });
  return <RedactionPage key={key} number={key} />;
}
