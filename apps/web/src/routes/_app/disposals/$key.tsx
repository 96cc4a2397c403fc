import { createFileRoute, useParams } from '@tanstack/react-router';
import { DisposalPage } from '../../../features/keeping/disposal-page.js';

export const Route = createFileRoute('/_app/disposals/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/disposals/$key' });
  return <DisposalPage key={key} number={key} />;
}
