import { createFileRoute } from '@tanstack/react-router';
import { NewApiKey } from '../../../../features/settings/new-api-key.js';

export const Route = createFileRoute('/_app/settings/api-keys/new')({ component: NewApiKey });
