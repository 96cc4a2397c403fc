import { createFileRoute, useParams } from '@tanstack/react-router';
import { MethodPage } from '../../../features/significance-method/method-page.js';

export const Route = createFileRoute('/_app/significance-methods/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/significance-methods/$key' });
  return <MethodPage key={key} number={key} />;
}
