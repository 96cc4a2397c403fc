import { Button, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { ClausesField, PersonField, ProcessField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import shape from '../../record/record.module.css';
import type { RecordHandle } from '../../record/use-record.js';

/** A justified complaint is a requirement not met: raises the nonconformity, told from what is known already. */
export function RaiseNonconformity({
  complaint,
  handle,
}: {
  complaint: Schemas['ComplaintView'];
  handle: RecordHandle<'/api/v1/complaints/{id}'>;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div data-field="nonconformityId">
        <Text size="sm" mb="xs">
          {t('complaint.raiseWhy')}
        </Text>
        <Button size="sm" onClick={() => setOpen(true)}>
          {t('complaint.raise')}
        </Button>
      </div>
    );
  return (
    <div className={shape['rowForm']} data-field="nonconformityId">
      <RecordForm
        inside
        name={`complaints/${complaint.id}/nonconformity`}
        title={t('complaint.raise')}
        submit={t('complaint.raise')}
        onCancel={() => setOpen(false)}
        empty={{
          title: [complaint.product, complaint.customer].filter(Boolean).join(', ').slice(0, 200),
          requirement: '',
          evidence: complaint.description,
          statement: complaint.assessment ?? '',
          clauses: [] as string[],
          processId: complaint.processId,
          ownerId: complaint.ownerId,
        }}
        check={({ title, requirement }) => ({
          ...(!title.trim() && { title: t('form.missing', { what: t('nonconformity.field.title') }) }),
          ...(!requirement.trim() && {
            requirement: t('form.missing', { what: t('nonconformity.field.requirement') }),
          }),
        })}
        send={async ({ evidence, statement, ...values }, key) => {
          const next = await answer(
            api.POST('/api/v1/complaints/{id}/nonconformity', {
              params: { path: { id: complaint.id }, header: { 'Idempotency-Key': key } },
              body: {
                ...values,
                ...(evidence.trim() && { evidence: evidence.trim() }),
                ...(statement.trim() && { statement: statement.trim() }),
              },
            }),
          );
          await handle.changed(next);
        }}
      >
        {({ field }) => (
          <>
            <TextInput label={t('nonconformity.field.title')} required maxLength={200} autoFocus {...field('title')} />
            <Textarea
              label={t('nonconformity.field.requirement')}
              description={t('nonconformity.help.requirement')}
              required
              {...field('requirement')}
            />
            <Textarea label={t('nonconformity.field.evidence')} {...field('evidence')} />
            <Textarea label={t('nonconformity.field.statement')} {...field('statement')} />
            <ClausesField label={t('nonconformity.field.clauses')} disciplines={['quality']} {...field('clauses')} />
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <ProcessField label={t('nonconformity.field.processId')} {...field('processId')} />
              <PersonField label={t('nonconformity.field.ownerId')} {...field('ownerId')} />
            </SimpleGrid>
          </>
        )}
      </RecordForm>
    </div>
  );
}
