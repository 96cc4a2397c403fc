import { createFileRoute } from '@tanstack/react-router';
import { NewComplaint } from '../../../features/complaint/new-complaint.js';

export const Route = createFileRoute('/_app/complaints/new')({ component: NewComplaint });
