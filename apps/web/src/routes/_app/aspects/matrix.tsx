import { createFileRoute } from '@tanstack/react-router';
import { AspectMatrix } from '../../../features/aspect/aspect-matrix.js';

export const Route = createFileRoute('/_app/aspects/matrix')({ component: AspectMatrix });
