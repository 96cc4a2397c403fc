import { createFileRoute, useParams } from '@tanstack/react-router';
import { AuditPage } from '../../../features/audit/audit-page.js';

export const Route = createFileRoute('/_app/audits/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/audits/$key' });
  return <AuditPage key={key} number={key} />;
}
