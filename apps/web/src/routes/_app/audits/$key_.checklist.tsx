import { createFileRoute, useParams } from '@tanstack/react-router';
import { ChecklistPage } from '../../../features/audit-checklist/checklist-page.js';

export const Route = createFileRoute('/_app/audits/$key_/checklist')({
  component: function Page() {
    const { key } = useParams({ from: '/_app/audits/$key_/checklist' });
    return <ChecklistPage key={key} audit={key} />;
  },
});
