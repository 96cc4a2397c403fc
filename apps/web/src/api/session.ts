import { queryOptions, useQuery } from '@tanstack/react-query';
import { sessionOr } from '../offline/device.js';
import { answer, api, type Discipline, type Schemas } from './api.js';

export type Session = Schemas['SessionView'];
export type Permission = Session['permissions'][number]['permission'];

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => sessionOr(() => answer(api.GET('/api/v1/session'))),
  staleTime: 60_000,
});

/** Who is signed in. Pages inside the frame are shown only when somebody is. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('Nobody is signed in');
  return data;
}

/** Whether the signed-in person holds a permission, for a discipline or for any. */
export function may(session: Session, permission: Permission, discipline?: Discipline): boolean {
  const held = session.permissions.find((one) => one.permission === permission);
  return Boolean(held && (!discipline || held.disciplines.includes(discipline)));
}

/** The same as a hook. */
export function useMay(): (permission: Permission, discipline?: Discipline) => boolean {
  const session = useSession();
  return (permission, discipline) => may(session, permission, discipline);
}
