import { useQueries, useQuery } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/api.js';

type Method = Schemas['SignificanceMethodView'];
type Version = Schemas['SignificanceMethodVersionView'];

const path = '/api/v1/significance-method-versions/{id}';

const versionQuery = (id: string | null | undefined) => ({
  // The same place as on the version's own page.
  queryKey: [path, id, 'now'],
  queryFn: () => answer(api.GET(path, { params: { path: { id: id! } } })),
  enabled: Boolean(id),
  staleTime: 300_000,
});

/** One version of a method with its definition. */
export const useMethodVersion = (id: string | null | undefined): Version | undefined => useQuery(versionQuery(id)).data;

/** Every method. */
export function useMethods(): Method[] | undefined {
  return useQuery({
    queryKey: ['/api/v1/significance-methods', 'all'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/significance-methods', { params: { query: { sort: 'code', limit: 200 } } })))
        .items,
  }).data;
}

/** A version that assessments may be made with, and what its method is called. */
export interface UsableVersion {
  version: Version;
  name: string;
}

/** The versions in force, one a method, and one more if it is asked for; undefined until all are there. */
export function useUsableVersions(also?: string): UsableVersion[] | undefined {
  const methods = useMethods();
  const ids = (methods ?? []).flatMap(({ currentVersion }) => (currentVersion ? [currentVersion.id] : []));
  const versions = useQueries({
    queries: (also && !ids.includes(also) ? [...ids, also] : ids).map(versionQuery),
    combine: (results) => (results.every(({ data }) => data) ? results.map(({ data }) => data!) : undefined),
  });
  if (!methods || !versions) return undefined;
  return versions.map((version) => {
    const method = methods.find(({ id }) => id === version.methodId);
    return { version, name: `${method?.code ?? ''} v${version.versionNumber} · ${method?.name ?? ''}` };
  });
}
