import { createFileRoute } from '@tanstack/react-router';
import { PeopleRegister } from '../../../../features/settings/people-register.js';

export const Route = createFileRoute('/_app/settings/people/')({ component: PeopleRegister });
