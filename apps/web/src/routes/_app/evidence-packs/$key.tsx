import { createFileRoute, useParams } from '@tanstack/react-router';
import { EvidencePackPage } from '../../../features/evidence-pack/evidence-pack-page.js';

export const Route = createFileRoute('/_app/evidence-packs/$key')({ component: Page });

function Page() {
  const { key } = useParams({ from: '/_app/evidence-packs/$key' });
  return <EvidencePackPage key={key} number={key} />;
}
