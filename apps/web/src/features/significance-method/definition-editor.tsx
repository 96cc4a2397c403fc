import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../form/fields.js';
import classes from '../../record/record.module.css';
import { CriterionEditor } from './criterion-editor.js';
import { withChanges, withCriterion, withKind } from './definition-changes.js';
import type { MethodDefinition } from './scoring.js';

const kinds = ['product', 'weightedMean', 'gates'] as const satisfies MethodDefinition['kind'][];
const freeKey = (taken: readonly { key: string }[]) =>
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find((letter) => taken.every(({ key }) => key !== letter)) ?? 'X1';

/** All of a method: how the score comes about, the criteria with their steps in words, the questions that alone decide. */
export function DefinitionEditor({
  definition,
  onChange,
}: {
  definition: MethodDefinition;
  onChange(definition: MethodDefinition): void;
}) {
  const { t } = useTranslation();
  const { kind, criteria, gates, watchThreshold, beneficial } = definition;
  const set = (changes: Partial<MethodDefinition>) => onChange(withChanges(definition, changes));
  const number = (value: string | number) => (typeof value === 'number' ? value : undefined);
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <ChoiceField
          label={t('significanceMethod.kindLabel')}
          choices={kinds}
          texts="significanceMethod.kind"
          value={kind}
          onChange={(next) => next && onChange(withKind(definition, next as MethodDefinition['kind']))}
        />
        {kind !== 'gates' && (
          <>
            <NumberInput
              label={t('significanceMethod.watchThreshold')}
              placeholder={t('common.none')}
              min={0}
              value={watchThreshold ?? ''}
              onChange={(value) => set({ watchThreshold: number(value) })}
            />
            <NumberInput
              label={t('significanceMethod.beneficialThreshold')}
              placeholder={t('common.none')}
              min={0}
              value={beneficial?.threshold ?? ''}
              onChange={(value) =>
                set({
                  beneficial: number(value) === undefined ? undefined : { ...beneficial, threshold: number(value) },
                } as Partial<MethodDefinition>)
              }
            />
          </>
        )}
      </SimpleGrid>
      {criteria.map((criterion, index) => (
        <CriterionEditor
          // The key itself is edited, so the place names the row.
          key={index}
          criterion={criterion}
          onChange={(next) => onChange(withCriterion(definition, index, next))}
          onRemove={() =>
            set({
              criteria: criteria.filter((_, at) => at !== index),
              ...(definition.always && {
                always: definition.always.filter((rule) => rule.criterion !== criterion.key),
              }),
            })
          }
        />
      ))}
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() =>
          set({
            criteria: [
              ...criteria,
              {
                key: freeKey(criteria),
                name: '',
                ...(kind === 'weightedMean' && { weight: 1 }),
                scale: [1, 2, 3, 4, 5].map((value) => ({ value, anchor: '' })),
              },
            ],
          })
        }
      >
        {t('significanceMethod.addCriterion')}
      </Button>
      <Text fw={650}>{t('significanceMethod.gates')}</Text>
      {gates.map((gate, index) => {
        const change = (changes: Partial<typeof gate>) =>
          set({ gates: gates.map((one, at) => (at === index ? { ...one, ...changes } : one)) });
        return (
          <Group key={index} align="flex-start" gap="xs" className={classes.rowForm}>
            <TextInput
              label={t('significanceMethod.key')}
              w={72}
              maxLength={20}
              value={gate.key}
              onChange={(event) => change({ key: event.currentTarget.value })}
            />
            <Textarea
              label={t('significanceMethod.question')}
              flex="1 1 16rem"
              minRows={1}
              value={gate.question}
              onChange={(event) => change({ question: event.currentTarget.value })}
            />
            <Checkbox
              label={t('significanceMethod.legal')}
              mt={30}
              checked={gate.legal ?? false}
              onChange={(event) => change({ legal: event.currentTarget.checked })}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              mt={28}
              aria-label={`${t('common.remove')}: ${gate.key}`}
              onClick={() => set({ gates: gates.filter((_, at) => at !== index) })}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        );
      })}
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set({ gates: [...gates, { key: freeKey(gates), question: '' }] })}
      >
        {t('significanceMethod.addGate')}
      </Button>
    </Stack>
  );
}
