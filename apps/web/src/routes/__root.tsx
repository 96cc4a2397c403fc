import { createRootRoute, Outlet } from '@tanstack/react-router';
import { NotFoundPage } from '../shell/not-found.js';

export const Route = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <NotFoundPage />,
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
});
