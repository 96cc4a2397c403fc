import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionEnded } from '../api/api.js';
const SignInForm = lazy(() => import('./sign-in-form.js').then(({ SignInForm }) => ({ default: SignInForm })));

/** When the session ends under somebody's hands, the page stays as it is and asks for the password over it. */
export function SignInAgain() {
  const { t } = useTranslation();
  const [ended, setEnded] = useState(false);
  const cache = useQueryClient();
  useEffect(() => {
    const listen = () => setEnded(true);
    sessionEnded.addEventListener('ended', listen);
    return () => sessionEnded.removeEventListener('ended', listen);
  }, []);
  const done = () => {
    setEnded(false);
    void cache.invalidateQueries();
  };
  return (
    <Modal opened={ended} onClose={() => setEnded(false)} title={t('signIn.again')} centered>
      <Suspense fallback={null}>
        <SignInForm onDone={done} />
      </Suspense>
    </Modal>
  );
}
