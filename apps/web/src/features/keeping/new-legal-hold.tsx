import { Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { holdScopes } from './choices.js';
import { KindAndRecord } from './kind-and-record.js';

/** Asks that something be kept, whatever the rules say. */
export function NewLegalHold() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const need = (what: string) => t('form.missing', { what });
  const ofKind = (scope: string | null) => scope === 'record' || scope === 'record_type';
  return (
    <RecordForm
      name="legal-holds/new"
      title={t('keeping.hold.new')}
      submit={t('keeping.hold.ask')}
      onCancel={() => void navigate({ to: '/legal-holds' })}
      empty={{
        title: '',
        scope: 'record',
        recordType: null as string | null,
        recordId: null as string | null,
        heldSiteId: null as string | null,
        reason: '',
      }}
      check={({ title, scope, recordType, recordId, heldSiteId, reason }) => ({
        ...(!title.trim() && { title: need(t('keeping.hold.field.title')) }),
        ...(!scope && { scope: need(t('keeping.hold.field.scope')) }),
        ...(ofKind(scope) && !recordType && { recordType: need(t('keeping.kind')) }),
        ...(scope === 'record' && recordType && !recordId && { recordId: need(t('keeping.record')) }),
        ...(scope === 'site' && !heldSiteId && { heldSiteId: need(t('keeping.hold.field.heldSiteId')) }),
        ...(!reason.trim() && { reason: need(t('keeping.hold.field.reason')) }),
      })}
      send={async ({ title, scope, recordType, recordId, heldSiteId, reason }, key) => {
        const asked = await answer(
          api.POST('/api/v1/legal-holds', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              title: title.trim(),
              reason: reason.trim(),
              scope: scope as Schemas['RequestLegalHold']['scope'],
              ...(ofKind(scope) && { recordType }),
              ...(scope === 'record' && { recordId }),
              ...(scope === 'site' && { heldSiteId }),
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/legal-holds'] });
        await navigate({ to: '/legal-holds/$key', params: { key: asked.reference } });
      }}
    >
      {({ field, values, set }) => (
        <>
          <Text c="dimmed">{t('keeping.hold.what')}</Text>
          <TextInput label={t('keeping.hold.field.title')} required data-autofocus {...field('title')} />
          <ChoiceField
            label={t('keeping.hold.field.scope')}
            required
            choices={holdScopes}
            texts="keeping.hold.scope"
            {...field('scope')}
          />
          {ofKind(values.scope) && (
            <KindAndRecord
              recordType={values.recordType}
              recordId={values.recordId}
              kindField={field('recordType')}
              {...(values.scope === 'record' && { recordField: field('recordId') })}
              onChange={(recordType, recordId) => set({ recordType, recordId })}
            />
          )}
          {values.scope === 'site' && (
            <SiteField label={t('keeping.hold.field.heldSiteId')} required {...field('heldSiteId')} />
          )}
          <Textarea label={t('keeping.hold.field.reason')} required autosize minRows={2} {...field('reason')} />
        </>
      )}
    </RecordForm>
  );
}
