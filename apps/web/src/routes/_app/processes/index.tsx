import { createFileRoute } from '@tanstack/react-router';
import { ProcessRegister } from '../../../features/process/process-register.js';

export const Route = createFileRoute('/_app/processes/')({ component: ProcessRegister });
