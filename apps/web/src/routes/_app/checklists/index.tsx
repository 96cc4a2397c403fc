import { createFileRoute } from '@tanstack/react-router';
import { ChecklistRegister } from '../../../features/checklist/checklist-register.js';

export const Route = createFileRoute('/_app/checklists/')({ component: ChecklistRegister });
