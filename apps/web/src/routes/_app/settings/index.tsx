import { createFileRoute } from '@tanstack/react-router';
import { OrganisationSettings } from '../../../features/settings/organisation-settings.js';

export const Route = createFileRoute('/_app/settings/')({ component: OrganisationSettings });
