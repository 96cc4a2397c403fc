import { createFileRoute } from '@tanstack/react-router';
import { NewAction } from '../../../features/action/new-action.js';

export const Route = createFileRoute('/_app/actions/new')({ component: NewAction });
