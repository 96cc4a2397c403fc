import { createFileRoute, useParams } from '@tanstack/react-router';
import { AspectPage } from '../../../features/aspect/aspect-page.js';

export const Route = createFileRoute('/_app/aspects/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/aspects/$key' });
  return <AspectPage key={key} number={key} />;
}
