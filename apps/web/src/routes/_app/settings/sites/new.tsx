import { createFileRoute } from '@tanstack/react-router';
import { NewSite } from '../../../../features/settings/new-site.js';

export const Route = createFileRoute('/_app/settings/sites/new')({ component: NewSite });
