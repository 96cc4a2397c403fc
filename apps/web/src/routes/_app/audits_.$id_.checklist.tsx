import { createFileRoute } from '@tanstack/react-router';
import { ChecklistPage } from '../../features/audit-checklist/checklist-page.js';

export const Route = createFileRoute('/_app/audits_/$id_/checklist')({
  component: function Page() {
    const { id } = Route.useParams();
    return <ChecklistPage key={id} audit={id} />;
  },
});
