import { createFileRoute } from '@tanstack/react-router';
import { NonconformingOutputPage } from '../../../features/nonconforming-output/nonconforming-output-page.js';

export const Route = createFileRoute('/_app/nonconforming-outputs/$key')({ component: Page });

function Page() {
  const { key } = Route.useParams();
  return <NonconformingOutputPage key={key} number={key} />;
}
