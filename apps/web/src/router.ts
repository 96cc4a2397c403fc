import { createRouter } from '@tanstack/react-router';
import { routeTree } from './routeTree.gen.js';

/** The part of an address after `?`: plain names and texts, the same as the API takes. */
export type Search = Record<string, string>;

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search as Search).filter(([, value]) => value !== undefined && value !== ''),
    ).toString();
    return text ? `?${text}` : '';
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
