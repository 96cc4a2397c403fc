import { Anchor, PasswordInput, Text } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../api/api.js';
import type { Reason } from '../api/problem.js';
import { useSession } from '../api/session.js';
import { reasonText } from '../form/reason.js';
import { browserHasPasskeys, signWithPasskey } from './passkey.js';
import classes from './record.module.css';

type Language = NonNullable<Schemas['GivenSignature']['language']>;
const passwordField = '/signature/password';

/** The language in which somebody signs who reads the page in this one. */
export function useSigningLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.resolvedLanguage === 'de' ? 'de' : 'en';
}

/** Whether a refusal is about the password, which is told at its field. */
export const isAboutPassword = ({ field }: Reason): boolean => field === passwordField;

/** What proves a signature, as requests take it: the password, or what a device makes of the version that is shown. */
export async function proofOf(
  means: Means,
  password: string,
  asked: Schemas['SigningAsked'],
): Promise<Schemas['GivenSignature']> {
  const { language } = asked;
  if (means.by !== 'passkey') return { password, ...(language && { language }) };
  const question = await answer(api.POST('/api/v1/signatures/questions', { body: asked }));
  return { passkey: await signWithPasskey(question), ...(language && { language }) };
}

export interface Means {
  /** With what the person signs; nothing as long as that is not known, and where there is nothing. */
  by: 'passkey' | 'password' | null;
  /** The other one can be taken instead. */
  change: (() => void) | null;
  known: boolean;
  /** What somebody says by a signature that is asked for without a step. */
  asked(meaning: Schemas['SignatureAsked']['meaning']): Schemas['SignatureAsked'] | undefined;
}

/** With what this person can sign in this browser: a passkey where there is one, unless they rather take the password. */
export function useMeans(needed: boolean): Means {
  const [rather, setRather] = useState(false);
  const { data, isError } = useQuery({
    queryKey: ['/api/v1/signatures/means'],
    queryFn: () => answer(api.GET('/api/v1/signatures/means')),
    enabled: needed,
    retry: false,
  });
  const passkey = browserHasPasskeys() && data !== undefined && data.passkeys.length > 0;
  const password = isError || data?.password === true;
  const byPasskey = passkey && !(rather && password);
  return {
    by: byPasskey ? 'passkey' : password ? 'password' : null,
    change: passkey && password ? () => setRather(!rather) : null,
    known: isError || data !== undefined,
    asked: (meaning) => data?.meanings.find((one) => one.meaning === meaning),
  };
}

/** What the person says by signing, in the words of the server, as whom, and what proves it. */
export function Signing({
  asked,
  what,
  means,
  password,
  onPassword,
  onEnter,
  autoFocus,
  refusals,
}: {
  asked: Schemas['SignatureAsked'];
  /** The record as it is named to people. */
  what: string;
  means: Means;
  password: string;
  onPassword(password: string): void;
  /** Without, Enter sends the form around it. */
  onEnter?(): void;
  autoFocus: boolean;
  refusals: readonly Reason[];
}) {
  const { t } = useTranslation();
  const { name } = useSession();
  const language = useSigningLanguage();
  const wrong = refusals.find(isAboutPassword);
  return (
    <section className={classes.signing} aria-label={t('signature.yours')}>
      <Text size="xs" c="dimmed">
        {what}
      </Text>
      <blockquote lang={language}>{asked.sentence[language]}</blockquote>
      <Text size="sm" className={classes.signer}>
        <IconSignature size={18} stroke={1.5} aria-hidden />
        <span>
          {t('signature.as')} <strong>{name}</strong>
        </span>
      </Text>
      {means.by === 'passkey' && (
        <Text size="sm" c="dimmed">
          {t('signature.passkeyHelp')}
        </Text>
      )}
      {means.by === 'password' && (
        <PasswordInput
          label={t('signature.password')}
          description={t('signature.why')}
          autoComplete="current-password"
          required
          autoFocus={autoFocus}
          data-autofocus={autoFocus || undefined}
          value={password}
          error={wrong && reasonText(wrong)}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(event) => onPassword(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !onEnter) return;
            event.preventDefault();
            onEnter();
          }}
        />
      )}
      {means.known && means.by === null && (
        <Text size="sm">
          {t('signature.passkeyNeeded')}{' '}
          <Anchor renderRoot={(props) => <Link to="/settings/me" {...props} />}>{t('signature.myAccount')}</Anchor>
        </Text>
      )}
      {means.change && (
        <Anchor component="button" type="button" size="sm" ta="start" onClick={means.change}>
          {t(means.by === 'passkey' ? 'signature.ratherPassword' : 'signature.ratherPasskey')}
        </Anchor>
      )}
    </section>
  );
}
