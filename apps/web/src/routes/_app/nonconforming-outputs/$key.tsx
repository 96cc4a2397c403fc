import { createFileRoute, useParams } from '@tanstack/react-router';
import { NonconformingOutputPage } from '../../../features/nonconforming-output/nonconforming-output-page.js';

export const Route = createFileRoute('/_app/nonconforming-outputs/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/nonconforming-outputs/$key' });
  return <NonconformingOutputPage key={key} number={key} />;
}
