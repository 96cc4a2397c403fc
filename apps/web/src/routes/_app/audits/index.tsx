import { createFileRoute } from '@tanstack/react-router';
import { AuditRegister } from '../../../features/audit/audit-register.js';

export const Route = createFileRoute('/_app/audits/')({ component: AuditRegister });
