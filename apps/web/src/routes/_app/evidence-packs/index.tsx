import { createFileRoute } from '@tanstack/react-router';
import { EvidencePackRegister } from '../../../features/evidence-pack/evidence-pack-register.js';

export const Route = createFileRoute('/_app/evidence-packs/')({ component: EvidencePackRegister });
