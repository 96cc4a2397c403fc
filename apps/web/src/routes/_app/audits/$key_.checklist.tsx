import { createFileRoute } from '@tanstack/react-router';
import { ChecklistPage } from '../../../features/audit-checklist/checklist-page.js';

export const Route = createFileRoute('/_app/audits/$key_/checklist')({
  component: function Page() {
    const { key } = Route.useParams();
    return <ChecklistPage key={key} audit={key} />;
  },
});
