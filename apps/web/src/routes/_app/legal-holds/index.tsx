import { createFileRoute } from '@tanstack/react-router';
import { LegalHoldRegister } from '../../../features/keeping/legal-hold-register.js';

export const Route = createFileRoute('/_app/legal-holds/')({ component: LegalHoldRegister });
