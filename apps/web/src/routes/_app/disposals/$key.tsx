import { createFileRoute } from '@tanstack/react-router';
import { DisposalPage } from '../../../features/keeping/disposal-page.js';

export const Route = createFileRoute('/_app/disposals/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <DisposalPage key={key} number={key} />;
}
