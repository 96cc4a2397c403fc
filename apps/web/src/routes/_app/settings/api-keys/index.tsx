import { createFileRoute } from '@tanstack/react-router';
import { ApiKeyRegister } from '../../../../features/settings/api-key-register.js';

export const Route = createFileRoute('/_app/settings/api-keys/')({ component: ApiKeyRegister });
