import { createFileRoute, useParams } from '@tanstack/react-router';
import { ProcessPage } from '../../../features/process/process-page.js';

export const Route = createFileRoute('/_app/processes/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/processes/$key' });
  return <ProcessPage key={key} number={key} />;
}
