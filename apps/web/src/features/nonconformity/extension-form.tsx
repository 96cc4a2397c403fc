import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { DayField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { dayText } from '../../language/format.js';
import type { PartProps } from './use-case.js';

/** A wish for a later day of the present step, and why. */
export default function ExtensionForm({ record, handle, onDone }: PartProps & { onDone(): void }) {
  const { t } = useTranslation();
  return (
    <RecordForm
      inside
      name={`nonconformities/${record.id}/extension`}
      title={t('nonconformity.extension.ask')}
      submit={t('nonconformity.extension.send')}
      empty={{ toOn: null as string | null, reason: '' }}
      check={({ toOn, reason }) => ({
        ...(!toOn && { toOn: t('form.missing', { what: t('nonconformity.extension.toOn') }) }),
        ...(!reason.trim() && { reason: t('form.missing', { what: t('record.reason') }) }),
      })}
      send={async ({ toOn, reason }, key) => {
        await answer(
          api.POST('/api/v1/nonconformities/{id}/due-date-extensions', {
            params: { path: { id: record.id }, header: { 'Idempotency-Key': key } },
            body: { toOn: toOn!, reason: reason.trim() },
          }),
        );
        await handle.changed();
        onDone();
      }}
    >
      {({ field }) => (
        <>
          <DayField
            label={t('nonconformity.extension.toOn')}
            description={record.dueOn && t('nonconformity.extension.until', { day: dayText(record.dueOn) })}
            required
            data-autofocus
            {...field('toOn')}
          />
          <Textarea label={t('record.reason')} required {...field('reason')} />
        </>
      )}
    </RecordForm>
  );
}
