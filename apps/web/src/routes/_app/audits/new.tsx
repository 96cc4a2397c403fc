import { createFileRoute } from '@tanstack/react-router';
import { NewAudit } from '../../../features/audit/new-audit.js';

export const Route = createFileRoute('/_app/audits/new')({ component: NewAudit });
