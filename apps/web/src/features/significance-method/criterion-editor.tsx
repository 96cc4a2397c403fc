import { ActionIcon, Button, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../form/fields.js';
import classes from '../../record/record.module.css';
import type { Criterion, Sign } from './scoring.js';

/** One criterion: its letter and name, and every step with the words that tell when to choose it. */
export function CriterionEditor({
  criterion,
  onChange,
  onRemove,
}: {
  criterion: Criterion;
  onChange(criterion: Criterion): void;
  onRemove(): void;
}) {
  const { t } = useTranslation();
  const { key, name, weight, onlyFor, scale } = criterion;
  const step = (at: number, changes: Partial<(typeof scale)[number]>) =>
    onChange({ ...criterion, scale: scale.map((one, index) => (index === at ? { ...one, ...changes } : one)) });
  return (
    <Stack gap="xs" className={classes.rowForm} role="group" aria-label={name || key}>
      <Group align="flex-end" gap="xs">
        <TextInput
          label={t('significanceMethod.key')}
          w={72}
          maxLength={20}
          value={key}
          onChange={(event) => onChange({ ...criterion, key: event.currentTarget.value })}
        />
        <TextInput
          label={t('significanceMethod.criterion')}
          flex="1 1 12rem"
          maxLength={200}
          value={name}
          onChange={(event) => onChange({ ...criterion, name: event.currentTarget.value })}
        />
        {weight !== undefined && (
          <NumberInput
            label={t('significanceMethod.weight')}
            w={92}
            min={0.1}
            max={1000}
            step={0.5}
            value={weight}
            onChange={(value) => typeof value === 'number' && onChange({ ...criterion, weight: value })}
          />
        )}
        <ChoiceField
          label={t('significanceMethod.onlyForLabel')}
          choices={['adverse', 'beneficial']}
          texts="significanceMethod.onlyFor"
          empty={t('significanceMethod.onlyFor.both')}
          value={onlyFor ?? null}
          onChange={(sign) => {
            const { onlyFor: _, ...rest } = criterion;
            onChange(sign ? { ...rest, onlyFor: sign as Sign } : rest);
          }}
        />
        <Button size="xs" variant="subtle" color="red" onClick={onRemove}>
          {t('common.remove')}
        </Button>
      </Group>
      {scale.map(({ value, anchor }, index) => (
        <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
          <NumberInput
            aria-label={t('significanceMethod.stepValue', { number: index + 1 })}
            w={72}
            min={0}
            max={1000}
            hideControls
            value={value}
            onChange={(next) => typeof next === 'number' && step(index, { value: next })}
          />
          <Textarea
            aria-label={t('significanceMethod.stepWords', { value })}
            placeholder={t('significanceMethod.stepHint')}
            flex={1}
            minRows={1}
            maxLength={1000}
            value={anchor}
            onChange={(event) => step(index, { anchor: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            mt={4}
            disabled={scale.length <= 2}
            aria-label={`${t('common.remove')}: ${value}`}
            onClick={() => onChange({ ...criterion, scale: scale.filter((_, at) => at !== index) })}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() =>
          onChange({ ...criterion, scale: [...scale, { value: (scale.at(-1)?.value ?? 0) + 1, anchor: '' }] })
        }
      >
        {t('significanceMethod.addStep')}
      </Button>
    </Stack>
  );
}
