import { createFileRoute } from '@tanstack/react-router';
import { SitesRegister } from '../../../../features/settings/sites-register.js';

export const Route = createFileRoute('/_app/settings/sites/')({ component: SitesRegister });
