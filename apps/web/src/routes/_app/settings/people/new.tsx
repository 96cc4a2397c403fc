import { createFileRoute } from '@tanstack/react-router';
import { NewPerson } from '../../../../features/settings/new-person.js';

export const Route = createFileRoute('/_app/settings/people/new')({ component: NewPerson });
