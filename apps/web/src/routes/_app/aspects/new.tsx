import { createFileRoute } from '@tanstack/react-router';
import { NewAspect } from '../../../features/aspect/new-aspect.js';

export const Route = createFileRoute('/_app/aspects/new')({ component: NewAspect });
