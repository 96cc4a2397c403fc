import { createFileRoute } from '@tanstack/react-router';
import { NewNonconformity } from '../../../features/nonconformity/new-nonconformity.js';

export const Route = createFileRoute('/_app/nonconformities/new')({ component: NewNonconformity });
