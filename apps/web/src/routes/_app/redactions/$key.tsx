import { createFileRoute } from '@tanstack/react-router';
import { RedactionPage } from '../../../features/keeping/redaction-page.js';

export const Route = createFileRoute('/_app/redactions/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <RedactionPage key={key} number={key} />;
}
