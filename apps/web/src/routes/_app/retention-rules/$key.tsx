import { createFileRoute, useParams } from '@tanstack/react-router';
import { RetentionRulePage } from '../../../features/keeping/retention-rule-page.js';

export const Route = createFileRoute('/_app/retention-rules/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/retention-rules/$key' });
  return <RetentionRulePage key={key} number={key} />;
}
