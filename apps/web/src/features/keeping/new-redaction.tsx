import { Alert, Loader, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField } from '../../form/fields.js';
import { problemText } from '../../form/reason.js';
import { RecordForm } from '../../form/record-form.js';
import { legalGrounds } from './choices.js';
import { ErasableList } from './erasable-list.js';
import { KindAndRecord } from './kind-and-record.js';

const isAttachment = (key: string) => key.startsWith('attachment ') && key.split(' ').length === 2;

/** Asks for texts and files of a record to be erased: first what, then why. */
export function NewRedaction() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { recordType, recordId } = useSearch({ from: '__root__' });
  return (
    <RecordForm
      name={`redactions/new${recordId ? `/${recordId}` : ''}`}
      title={t('keeping.redaction.new')}
      submit={t('keeping.redaction.ask')}
      onCancel={() => void navigate({ to: '/redactions' })}
      empty={{
        recordType: recordType ?? null,
        recordId: recordId ?? null,
        targets: [] as string[],
        legalGround: null as string | null,
        explanation: '',
      }}
      check={(values) => ({
        ...(!values.recordType && { recordType: t('form.missing', { what: t('keeping.kind') }) }),
        ...(values.recordType && !values.recordId && { recordId: t('form.missing', { what: t('keeping.record') }) }),
        ...(values.recordId && values.targets.length === 0 && { targets: t('keeping.redaction.choose') }),
        ...(!values.legalGround && {
          legalGround: t('form.missing', { what: t('keeping.redaction.field.legalGround') }),
        }),
        ...(!values.explanation.trim() && {
          explanation: t('form.missing', { what: t('keeping.redaction.field.explanation') }),
        }),
      })}
      send={async (values, key) => {
        const targets = values.targets.filter((one) => !isAttachment(one)).map((one) => one.split(' '));
        const asked = await answer(
          api.POST('/api/v1/redactions', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              recordType: values.recordType!,
              recordId: values.recordId!,
              legalGround: values.legalGround as Schemas['RequestRedaction']['legalGround'],
              explanation: values.explanation.trim(),
              targets: targets.map(([type, id, field]) => ({ recordType: type!, recordId: id!, field: field! })),
              attachmentIds: values.targets.filter(isAttachment).map((one) => one.split(' ')[1]!),
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/redactions'] });
        await navigate({ to: '/redactions/$key', params: { key: asked.reference } });
      }}
    >
      {({ field, values, set }) => (
        <>
          <Text c="dimmed">{t('keeping.redaction.what')}</Text>
          <KindAndRecord
            recordType={values.recordType}
            recordId={values.recordId}
            kindField={field('recordType')}
            recordField={field('recordId')}
            onChange={(kind, id) => set({ recordType: kind, recordId: id, targets: [] })}
          />
          {values.recordType && values.recordId && (
            <Choose
              key={values.recordId}
              recordType={values.recordType}
              recordId={values.recordId}
              chosen={values.targets}
              onChange={(targets) => set({ targets })}
              error={field('targets').error}
              id={field('targets').id}
            />
          )}
          <ChoiceField
            label={t('keeping.redaction.field.legalGround')}
            required
            choices={legalGrounds}
            texts="timeline.ground"
            {...field('legalGround')}
          />
          <Textarea
            label={t('keeping.redaction.field.explanation')}
            description={t('keeping.redaction.explanationHelp')}
            required
            autosize
            minRows={2}
            {...field('explanation')}
          />
        </>
      )}
    </RecordForm>
  );
}

/** The words are not kept with the draft: they are what is to be forgotten. */
function Choose({
  recordType,
  recordId,
  chosen,
  onChange,
  error,
  id,
}: {
  recordType: string;
  recordId: string;
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  error: React.ReactNode;
  id: string;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), 500);
  const preview = useQuery({
    queryKey: ['/api/v1/redactions/previews', recordType, recordId, words],
    queryFn: () =>
      answer(
        api.POST('/api/v1/redactions/previews', {
          body: { recordType, recordId, ...(words.length > 2 && { words }) },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="card" aria-label={t('keeping.redaction.choose')} id={id}>
      <Text fw={650}>{t('keeping.redaction.choose')}</Text>
      {error && (
        <Text c="red" size="sm">
          {error}
        </Text>
      )}
      <TextInput
        my="sm"
        label={t('keeping.redaction.words')}
        description={t('keeping.redaction.wordsHelp')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
      {preview.error ? (
        <Alert color="red" role="alert">
          {problemText(preview.error)}
        </Alert>
      ) : preview.data ? (
        <ErasableList {...preview.data} chosen={chosen} onChange={onChange} />
      ) : (
        <Loader size="sm" role="status" aria-label={t('common.loading')} />
      )}
    </section>
  );
}
