import { createFileRoute } from '@tanstack/react-router';
import { ActionRegister } from '../../../features/action/action-register.js';

export const Route = createFileRoute('/_app/actions/')({ component: ActionRegister });
