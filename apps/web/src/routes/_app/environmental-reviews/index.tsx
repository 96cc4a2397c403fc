import { createFileRoute } from '@tanstack/react-router';
import { ReviewRegister } from '../../../features/environmental-review/review-register.js';

export const Route = createFileRoute('/_app/environmental-reviews/')({ component: ReviewRegister });
