import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { DayField, PersonField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { today } from '../../language/format.js';
import type { ConfirmedCause } from './causes/causes.js';
import type { PartProps } from './use-case.js';

/** One line for a new action of the case, without leaving its page. */
export default function PlanAction({
  record,
  handle,
  cause,
  onDone,
}: PartProps & { cause: ConfirmedCause | null; onDone(): void }) {
  const { t } = useTranslation();
  const need = (text: string) => t('form.missing', { what: text });
  return (
    <RecordForm
      inside
      name={`nonconformities/${record.id}/action/${cause?.id ?? ''}`}
      title={t('make.action')}
      submit={t('action.plan')}
      onCancel={onDone}
      empty={{
        title: '',
        deliverable: '',
        ownerId: record.ownerId,
        dueOn: record.implementationDueOn && record.implementationDueOn >= today() ? record.implementationDueOn : null,
      }}
      check={({ title, ownerId, dueOn }) => ({
        ...(!title.trim() && { title: need(t('action.field.title')) }),
        ...(!ownerId && { ownerId: need(t('action.field.ownerId')) }),
        ...(!dueOn && { dueOn: need(t('action.field.dueOn')) }),
      })}
      send={async ({ title, deliverable, ownerId, dueOn }, key) => {
        await answer(
          api.POST('/api/v1/actions', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              nonconformityId: record.id,
              causeId: cause?.id ?? null,
              title: title.trim(),
              deliverable: deliverable.trim() || null,
              ownerId: ownerId!,
              dueOn: dueOn!,
            },
          }),
        );
        await handle.changed();
        onDone();
      }}
    >
      {({ field }) => (
        <>
          <TextInput
            label={t('action.field.title')}
            required
            maxLength={300}
            autoFocus
            placeholder={t('action.help.title')}
            {...field('title')}
          />
          <TextInput
            label={t('action.field.deliverable')}
            description={t('action.help.deliverable')}
            {...field('deliverable')}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PersonField label={t('action.field.ownerId')} required {...field('ownerId')} />
            <DayField label={t('action.field.dueOn')} required min={today()} {...field('dueOn')} />
          </SimpleGrid>
        </>
      )}
    </RecordForm>
  );
}
