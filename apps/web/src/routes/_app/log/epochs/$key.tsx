import { createFileRoute, redirect } from '@tanstack/react-router';

/** Restarts of the log stand on the page of the evidence's health, where one sees what they mean. */
export const Route = createFileRoute('/_app/log/epochs/$key')({
  beforeLoad: () => {
    throw redirect({ to: '/evidence-health' });
  },
});
