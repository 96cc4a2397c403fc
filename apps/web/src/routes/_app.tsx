import { createFileRoute, redirect } from '@tanstack/react-router';
import { problemOf } from '../api/problem.js';
import { queries } from '../api/queries.js';
import { sessionQuery } from '../api/session.js';
import { Frame, LoadFailed } from '../shell/frame.js';

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(sessionQuery);
    } catch (error) {
      if (problemOf(error).status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    }
  },
  component: Frame,
  errorComponent: ({ reset }) => <LoadFailed retry={reset} />,
});
