import { createFileRoute, useParams } from '@tanstack/react-router';
import { ChecklistTemplatePage } from '../../../features/checklist/checklist-template-page.js';

export const Route = createFileRoute('/_app/checklists/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/checklists/$key' });
  return <ChecklistTemplatePage key={key} number={key} />;
}
