import { createFileRoute } from '@tanstack/react-router';
import { MySettings } from '../../../features/settings/my-settings.js';

export const Route = createFileRoute('/_app/settings/me')({ component: MySettings });
