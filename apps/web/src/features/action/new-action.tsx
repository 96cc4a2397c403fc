import { SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, type Discipline } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, DayField, DisciplinesField, PersonField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { today } from '../../language/format.js';
import { useScope } from '../../shell/scope.js';
import { actionKinds } from './choices.js';

/** Plans something to be done: an improvement of its own, or for a nonconformity, which then gives discipline and site. */
export function NewAction() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  const { nonconformityId } = useSearch({ from: '__root__' });
  const need = (text: string) => t('form.missing', { what: text });
  return (
    <RecordForm
      name={`actions/new${nonconformityId ? `/${nonconformityId}` : ''}`}
      title={t('make.action')}
      submit={t('action.plan')}
      onCancel={() => void navigate({ to: '/actions' })}
      empty={{
        title: '',
        nonconformityId: nonconformityId ?? null,
        disciplines: scope.discipline ? [scope.discipline] : ([] as string[]),
        kind: null as string | null,
        siteId: scope.siteId || null,
        ownerId: null as string | null,
        dueOn: null as string | null,
        deliverable: '',
        description: '',
      }}
      check={({ title, ownerId, dueOn, disciplines, nonconformityId: of }) => ({
        ...(!title.trim() && { title: need(t('action.field.title')) }),
        ...(!of && disciplines.length === 0 && { disciplines: t('form.disciplineMissing') }),
        ...(!ownerId && { ownerId: need(t('action.field.ownerId')) }),
        ...(!dueOn && { dueOn: need(t('action.field.dueOn')) }),
      })}
      send={async (values, key) => {
        const of = values.nonconformityId;
        const made = await answer(
          api.POST('/api/v1/actions', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              title: values.title,
              ownerId: values.ownerId!,
              dueOn: values.dueOn!,
              ...(values.kind && { kind: values.kind as 'improvement' }),
              ...(of
                ? { nonconformityId: of }
                : { disciplines: values.disciplines as Discipline[], siteId: values.siteId }),
              deliverable: values.deliverable.trim() || null,
              description: values.description.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/actions'] });
        await navigate({ to: '/actions/$key', params: { key: made.reference } });
      }}
    >
      {({ field, values }) => (
        <>
          <TextInput
            label={t('action.field.title')}
            description={t('action.help.title')}
            required
            maxLength={300}
            data-autofocus
            {...field('title')}
          />
          <RecordSelect
            label={t('action.field.nonconformityId')}
            description={t('action.help.nonconformityId')}
            path="/api/v1/nonconformities"
            recordType="nonconformity"
            query={{ open: true }}
            text={({ reference, title }) => `${reference ?? ''} ${title}`}
            {...field('nonconformityId')}
          />
          {!values.nonconformityId && (
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <DisciplinesField label={t('action.field.disciplines')} {...field('disciplines')} />
              <SiteField label={t('action.field.siteId')} {...field('siteId')} />
            </SimpleGrid>
          )}
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <PersonField label={t('action.field.ownerId')} required {...field('ownerId')} />
            <DayField label={t('action.field.dueOn')} required min={today()} {...field('dueOn')} />
            <ChoiceField
              label={t('action.field.kind')}
              choices={actionKinds}
              texts="action.kind"
              empty={t(`action.kind.${values.nonconformityId ? 'corrective' : 'improvement'}`)}
              {...field('kind')}
            />
          </SimpleGrid>
          <Textarea
            label={t('action.field.deliverable')}
            description={t('action.help.deliverable')}
            {...field('deliverable')}
          />
          <Textarea label={t('action.field.description')} {...field('description')} />
        </>
      )}
    </RecordForm>
  );
}
