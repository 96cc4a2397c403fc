import { createFileRoute } from '@tanstack/react-router';
import { EvidenceHealthPage } from '../../features/evidence-health/evidence-health-page.js';

export const Route = createFileRoute('/_app/evidence-health')({ component: EvidenceHealthPage });
