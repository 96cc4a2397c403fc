import { createFileRoute } from '@tanstack/react-router';
import { NewNonconformingOutput } from '../../../features/nonconforming-output/new-nonconforming-output.js';

export const Route = createFileRoute('/_app/nonconforming-outputs/new')({ component: NewNonconformingOutput });
