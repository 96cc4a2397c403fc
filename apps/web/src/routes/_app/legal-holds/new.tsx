import { createFileRoute } from '@tanstack/react-router';
import { NewLegalHold } from '../../../features/keeping/new-legal-hold.js';

export const Route = createFileRoute('/_app/legal-holds/new')({ component: NewLegalHold });
