import { createFileRoute } from '@tanstack/react-router';
import { NewReview } from '../../../features/environmental-review/new-review.js';

export const Route = createFileRoute('/_app/environmental-reviews/new')({ component: NewReview });
