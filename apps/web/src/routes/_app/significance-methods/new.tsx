import { createFileRoute } from '@tanstack/react-router';
import { NewMethod } from '../../../features/significance-method/new-method.js';

export const Route = createFileRoute('/_app/significance-methods/new')({ component: NewMethod });
