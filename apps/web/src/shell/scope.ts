import { useLocalStorage } from '@mantine/hooks';

/** What the person is looking at in general: one site or all, one standard or both. Kept on this device. */
export interface Scope {
  siteId: string;
  discipline: '' | 'quality' | 'environment';
}

/** The scope and how to change it; empty texts mean everything. */
export function useScope(): [Scope, (scope: Scope) => void] {
  const [scope, setScope] = useLocalStorage<Scope>({
    key: 'continua.scope',
    defaultValue: { siteId: '', discipline: '' },
    getInitialValueInEffect: false,
  });
  return [scope, setScope];
}
