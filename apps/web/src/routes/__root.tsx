import { createRootRoute, Outlet } from '@tanstack/react-router';
import { textsOf } from '../language/feature-texts.js';
import { NotFoundPage } from '../shell/not-found.js';

export const Route = createRootRoute({
  beforeLoad: ({ location }) => textsOf(location.pathname),
  component: Outlet,
  notFoundComponent: () => <NotFoundPage />,
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
});
