import { createFileRoute } from '@tanstack/react-router';
import { NewFinding } from '../../../features/finding/new-finding.js';

export const Route = createFileRoute('/_app/findings/new')({ component: NewFinding });
