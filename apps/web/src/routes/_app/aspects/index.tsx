import { createFileRoute } from '@tanstack/react-router';
import { AspectRegister } from '../../../features/aspect/aspect-register.js';

export const Route = createFileRoute('/_app/aspects/')({ component: AspectRegister });
