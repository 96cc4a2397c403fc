import { PasswordInput, Text } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/api.js';
import type { Reason } from '../api/problem.js';
import { useSession } from '../api/session.js';
import { reasonText } from '../form/reason.js';
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

/** What the person says by signing, in the words of the server, as whom, and the password that proves it. */
export function Signing({
  asked,
  what,
  password,
  onPassword,
  onEnter,
  autoFocus,
  refusals,
}: {
  asked: Schemas['SignatureAsked'];
  /** The record as it is named to people. */
  what: string;
  password: string;
  onPassword(password: string): void;
  onEnter(): void;
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
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onEnter();
        }}
      />
    </section>
  );
}
