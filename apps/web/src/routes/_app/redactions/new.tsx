import { createFileRoute } from '@tanstack/react-router';
import { NewRedaction } from '../../../features/keeping/new-redaction.js';

export const Route = createFileRoute('/_app/redactions/new')({ component: NewRedaction });
