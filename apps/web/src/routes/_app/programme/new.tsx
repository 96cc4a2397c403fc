import { createFileRoute } from '@tanstack/react-router';
import { NewProgramme } from '../../../features/audit-programme/new-programme.js';

export const Route = createFileRoute('/_app/programme/new')({ component: NewProgramme });
