import { createFileRoute } from '@tanstack/react-router';
import { NonconformityRegister } from '../../../features/nonconformity/nonconformity-register.js';

export const Route = createFileRoute('/_app/nonconformities/')({ component: NonconformityRegister });
