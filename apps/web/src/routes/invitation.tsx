import { createFileRoute } from '@tanstack/react-router';
import { InvitationPage } from '../features/setup/invitation-page.js';

export const Route = createFileRoute('/invitation')({ component: InvitationPage });
