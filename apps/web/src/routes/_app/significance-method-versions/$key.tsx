import { createFileRoute, useParams } from '@tanstack/react-router';
import { MethodVersionPage } from '../../../features/significance-method/method-version-page.js';

export const Route = createFileRoute('/_app/significance-method-versions/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/significance-method-versions/$key' });
  return <MethodVersionPage key={key} number={key} />;
}
