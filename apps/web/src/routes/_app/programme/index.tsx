import { createFileRoute } from '@tanstack/react-router';
import { ProgrammePage } from '../../../features/audit-programme/programme-page.js';

export const Route = createFileRoute('/_app/programme/')({ component: ProgrammePage });
