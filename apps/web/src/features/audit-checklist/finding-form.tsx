import { Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { today } from '../../language/format.js';
import type { LocalAudit, LocalItem } from '../../offline/audit.js';
import { queueFinding } from '../../offline/outbox.js';
import { show, tell } from '../../shell/tell.js';

const classesOfFinding = ['minor', 'major', 'opportunity', 'observation', 'good_practice', 'conformity'] as const;
type FindingClass = (typeof classesOfFinding)[number];

const classFor = ({ result, grade }: LocalItem): FindingClass =>
  result === 'nonconforming'
    ? (grade ?? 'minor')
    : result === 'opportunity'
      ? 'opportunity'
      : result === 'conforming'
        ? 'good_practice'
        : 'observation';

/** Raises a finding where it was seen: what the answer tells already is filled in. */
export function FindingForm({ local, item, onDone }: { local: LocalAudit; item: LocalItem; onDone: () => void }) {
  const { t } = useTranslation();
  const firstLine = item.note?.split('\n')[0]?.trim();
  const [values, setValues] = useState(() => ({
    class: classFor(item),
    title: (firstLine || item.question).slice(0, 200),
    requirement: item.clauses.map((clause) => `${clause} ${local.clauses[clause] ?? ''}`.trim()).join('\n'),
    statement:
      item.result === 'nonconforming' ? t('auditChecklist.finding.notMet', { question: item.question }) : item.question,
    evidence: item.note ?? '',
  }));
  const [withPhotos, setWithPhotos] = useState(true);
  const [busy, setBusy] = useState(false);
  const set = (changes: Partial<typeof values>) => setValues((now) => ({ ...now, ...changes }));
  const orNull = (text: string) => text.trim() || null;

  const save = async () => {
    setBusy(true);
    try {
      await queueFinding(
        local.personId,
        {
          auditId: local.id,
          checklistItemId: item.id,
          class: values.class,
          title: values.title.trim(),
          clauses: item.clauses,
          requirement: orNull(values.requirement),
          statement: orNull(values.statement),
          evidence: orNull(values.evidence),
          foundOn: today(),
        },
        withPhotos ? item.photos : [],
      );
      tell(t('auditChecklist.finding.done'));
      onDone();
    } catch (error) {
      show(error);
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="sm" mt="sm">
        <NativeSelect
          label={t('auditChecklist.finding.class')}
          size="md"
          value={values.class}
          onChange={(event) => set({ class: event.currentTarget.value as FindingClass })}
          data={classesOfFinding.map((value) => ({ value, label: t(`auditChecklist.finding.${value}`) }))}
        />
        <TextInput
          label={t('auditChecklist.finding.name')}
          size="md"
          required
          maxLength={200}
          value={values.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        {(['statement', 'evidence', 'requirement'] as const).map((field) => (
          <Textarea
            key={field}
            label={t(`auditChecklist.finding.${field}`)}
            autosize
            minRows={2}
            maxLength={10_000}
            value={values[field]}
            onChange={(event) => set({ [field]: event.currentTarget.value })}
          />
        ))}
        {item.photos.length > 0 && (
          <Checkbox
            label={t('auditChecklist.finding.photos', { count: item.photos.length })}
            checked={withPhotos}
            onChange={(event) => setWithPhotos(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" size="md" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" size="md" loading={busy} disabled={!values.title.trim()}>
            {t('auditChecklist.finding.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
