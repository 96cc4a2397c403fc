import { useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/api.js';
import { useMay, useSession } from '../../api/session.js';
import type { RecordHandle } from '../../record/use-record.js';

export type Case = Schemas['NonconformityView'];
export type CaseHandle = RecordHandle<'/api/v1/nonconformities/{id}'>;

/** What every part of the page is given. */
export interface PartProps {
  record: Case;
  handle: CaseHandle;
}

const most = 200;

/** The actions of all its cycles. */
export const useActions = (id: string) =>
  useQuery({
    queryKey: ['/api/v1/actions', 'of', id],
    queryFn: async () =>
      (
        await answer(
          api.GET('/api/v1/actions', { params: { query: { nonconformityId: id, limit: most, sort: 'reference' } } }),
        )
      ).items,
  }).data ?? [];

/** What the verifier found, oldest first. */
export const useChecks = (id: string) =>
  useQuery({
    queryKey: ['/api/v1/nonconformities/{id}/effectiveness-checks', id],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/nonconformities/{id}/effectiveness-checks', { params: { path: { id } } }))).items,
  }).data ?? [];

/** Where it came from, as far as the person may see that. */
export function useSources(id: string) {
  const may = useMay();
  const query = { nonconformityId: id };
  const findings = useQuery({
    queryKey: ['/api/v1/findings', 'of', id],
    queryFn: async () => (await answer(api.GET('/api/v1/findings', { params: { query } }))).items,
    enabled: may('audit:read'),
  });
  const complaints = useQuery({
    queryKey: ['/api/v1/complaints', 'of', id],
    queryFn: async () => (await answer(api.GET('/api/v1/complaints', { params: { query } }))).items,
    enabled: may('complaint:read'),
  });
  const outputs = useQuery({
    queryKey: ['/api/v1/nonconforming-outputs', 'of', id],
    queryFn: async () => (await answer(api.GET('/api/v1/nonconforming-outputs', { params: { query } }))).items,
    enabled: may('nonconformingOutput:read'),
  });
  return { findings: findings.data ?? [], complaints: complaints.data ?? [], outputs: outputs.data ?? [] };
}

/** Whether the person works on this case; the server has the last word. */
export function useMayEdit(record: Case | undefined): boolean {
  const may = useMay();
  const { personId } = useSession();
  if (!record) return false;
  const manages =
    record.disciplines.some((one) => may('nonconformity:accept', one) || may('nonconformity:triage', one)) ||
    (['internal_audit', 'external_audit'].includes(record.source) && may('nonconformity:decideAudit'));
  if (manages) return true;
  const people =
    record.state === 'draft' ? [record.raisedById] : [record.ownerId, record.investigatorId, record.verifierId];
  return personId !== null && people.includes(personId);
}
