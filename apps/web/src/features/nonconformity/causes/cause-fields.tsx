import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SavingState } from '../../../record/use-autosaved.js';
import { causeCategories, type WhyNode } from './causes.js';
import classes from './causes.module.css';

type Kind = Pick<WhyNode, 'category' | 'evidence'>;

/** Of which kind a cause is, for the statistics, and what shows it. */
export function CauseFields({ cause, set }: { cause: Kind; set(changes: Kind): void }) {
  const { t } = useTranslation();
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('causes.category')}
        value={cause.category ?? ''}
        onChange={({ currentTarget: { value } }) => set({ category: (value || undefined) as WhyNode['category'] })}
        data={[
          { value: '', label: t('causes.noCategory') },
          ...causeCategories.map((one) => ({ value: one, label: t(`causes.categories.${one}`) })),
        ]}
      />
      <TextInput
        size="xs"
        style={{ flex: '1 1 220px' }}
        aria-label={t('causes.evidence')}
        placeholder={t('causes.evidence')}
        maxLength={2000}
        value={cause.evidence ?? ''}
        onChange={({ currentTarget: { value } }) => set({ evidence: value })}
      />
    </>
  );
}

/** What those fields say, in one quiet line. */
export function CauseSummary({ cause: { category, evidence } }: { cause: Kind }) {
  const { t } = useTranslation();
  if (!category && !evidence) return null;
  return (
    <Text size="xs" c="dimmed" className={classes.summary}>
      {[category && t(`causes.categories.${category}`), evidence].filter(Boolean).join(' · ')}
    </Text>
  );
}

/** Whether what was typed has reached the server, said aloud when it changes. */
export function SavingLine({
  state,
  problem,
  onRetry,
}: {
  state: SavingState;
  problem: string | null;
  onRetry(): void;
}) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" mih={24} mt={4}>
      <Text size="xs" role="status" c={state === 'failed' ? 'var(--alarm)' : 'dimmed'}>
        {state === 'failed' ? `${t('causes.failed')} ${problem ?? ''}` : t(`causes.${state}`)}
      </Text>
      {state === 'failed' && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </Group>
  );
}

/** Without fields that hold nothing: the server takes words or nothing, but no empty words. */
export const bare = <C extends Kind>({ evidence, category, ...cause }: C) => ({
  ...cause,
  ...(evidence?.trim() && { evidence: evidence.trim() }),
  ...(category && { category }),
});

/** An id that no other cause has. */
export const newId = () => crypto.randomUUID().slice(0, 13);
