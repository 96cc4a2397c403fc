import { createFileRoute } from '@tanstack/react-router';
import { ComplaintRegister } from '../../../features/complaint/complaint-register.js';

export const Route = createFileRoute('/_app/complaints/')({ component: ComplaintRegister });
