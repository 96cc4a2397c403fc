import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { queries } from '../../api/queries.js';

/** What this page shows; it is read anew when work has come to an end. */
export const healthKey = ['/api/v1/evidence-health'];

interface Work {
  id: string;
  state: string;
}

/** Begins work in the background and looks until it is no longer queued. */
export function useBackgroundWork<V extends Work>(
  address: string,
  begin: () => Promise<V>,
  read: (id: string) => Promise<V>,
) {
  const [id, setId] = useState<string>();
  const { mutate, isPending, error } = useMutation({ mutationFn: begin, onSuccess: (begun) => setId(begun.id) });
  const { data } = useQuery({
    queryKey: [address, id],
    queryFn: () => read(id!),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'queued' ? false : 700),
  });
  const ended = data && data.state !== 'queued' ? data : undefined;
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: healthKey });
  }, [ended]);
  return { begin: () => mutate(), working: isPending || (id !== undefined && !ended), ended, error };
}
