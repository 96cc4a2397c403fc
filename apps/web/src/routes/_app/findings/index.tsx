import { createFileRoute } from '@tanstack/react-router';
import { FindingRegister } from '../../../features/finding/finding-register.js';

export const Route = createFileRoute('/_app/findings/')({ component: FindingRegister });
