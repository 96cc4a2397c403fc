import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.js';
import { Entrance } from './entrance.js';
import { SignInForm } from './sign-in-form.js';

/** The front door. Afterwards it goes on to the page that was asked for. */
export function SignInPage() {
  const { t } = useTranslation();
  const { to } = useSearch({ from: '__root__' });
  const navigate = useNavigate();
  const done = () => {
    queries.clear();
    // Only an address of this app, never one of another host.
    void navigate({ href: to && /^\/(?!\/)/.test(to) ? to : '/', replace: true });
  };
  return (
    <Entrance title={t('signIn.title')}>
      <SignInForm onDone={done} />
    </Entrance>
  );
}
