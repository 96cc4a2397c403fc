import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.js';

/** What the server told lately. Only what may pass by itself is tried again. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && problemOf(error).temporary,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
