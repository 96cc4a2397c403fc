import { createFileRoute } from '@tanstack/react-router';
import { NewEvidencePack } from '../../../features/evidence-pack/new-evidence-pack.js';

export const Route = createFileRoute('/_app/evidence-packs/new')({ component: NewEvidencePack });
