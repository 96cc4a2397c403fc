import { createFileRoute } from '@tanstack/react-router';
import { NewChecklist } from '../../../features/checklist/new-checklist.js';

export const Route = createFileRoute('/_app/checklists/new')({ component: NewChecklist });
