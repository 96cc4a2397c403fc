import { createFileRoute, useParams } from '@tanstack/react-router';
import { ActionPage } from '../../../features/action/action-page.js';

export const Route = createFileRoute('/_app/actions/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/actions/$key' });
  return <ActionPage key={key} number={key} />;
}
