import { createFileRoute } from '@tanstack/react-router';
import { AspectPage } from '../../../features/aspect/aspect-page.js';

export const Route = createFileRoute('/_app/aspects/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <AspectPage key={key} number={key} />;
}
