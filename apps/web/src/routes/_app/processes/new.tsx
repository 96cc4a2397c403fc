import { createFileRoute } from '@tanstack/react-router';
import { NewProcess } from '../../../features/process/new-process.js';

export const Route = createFileRoute('/_app/processes/new')({ component: NewProcess });
