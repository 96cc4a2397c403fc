import { SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ChoiceField, PastDayField, PersonField, ProcessField, SiteField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { RecordSelect } from '../../form/record-select.js';
import { today } from '../../language/format.js';
import { useScope } from '../../shell/scope.js';
import { channels } from './choices.js';

/** Takes down what a customer says; who is on the phone types four things and may add the rest later. */
export function NewComplaint() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  const need = (field: string) => t('form.missing', { what: t(`complaint.field.${field}`) });
  return (
    <RecordForm
      name="complaints/new"
      title={t('make.complaint')}
      submit={t('complaint.register')}
      onCancel={() => void navigate({ to: '/complaints' })}
      empty={{
        customer: '',
        contact: '',
        channel: 'phone',
        receivedOn: today(),
        description: '',
        product: '',
        lot: '',
        externalRef: '',
        siteId: scope.siteId || null,
        processId: null as string | null,
        ownerId: null as string | null,
        duplicateOfId: null as string | null,
      }}
      check={({ customer, channel, receivedOn, description }) => ({
        ...(!customer.trim() && { customer: need('customer') }),
        ...(!channel && { channel: need('channel') }),
        ...(!receivedOn && { receivedOn: need('receivedOn') }),
        ...(!description.trim() && { description: need('description') }),
      })}
      send={async (values, key) => {
        const made = await answer(
          api.POST('/api/v1/complaints', {
            params: { header: { 'Idempotency-Key': key } },
            body: {
              ...values,
              channel: values.channel as 'phone',
              receivedOn: values.receivedOn,
              contact: values.contact.trim() || null,
              product: values.product.trim() || null,
              lot: values.lot.trim() || null,
              externalRef: values.externalRef.trim() || null,
            },
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/complaints'] });
        await navigate({ to: '/complaints/$key', params: { key: made.reference } });
      }}
    >
      {({ field }) => (
        <>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('complaint.field.customer')}
              required
              maxLength={300}
              autoFocus
              {...field('customer')}
            />
            <TextInput
              label={t('complaint.field.contact')}
              placeholder={t('complaint.help.contact')}
              maxLength={500}
              {...field('contact')}
            />
            <ChoiceField
              label={t('complaint.field.channel')}
              required
              choices={channels}
              texts="complaint.channel"
              {...field('channel')}
            />
            <PastDayField label={t('complaint.field.receivedOn')} required {...field('receivedOn')} />
          </SimpleGrid>
          <Textarea
            label={t('complaint.field.description')}
            description={t('complaint.help.description')}
            required
            minRows={3}
            {...field('description')}
          />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label={t('complaint.field.product')} maxLength={300} {...field('product')} />
            <TextInput label={t('complaint.field.lot')} maxLength={60} {...field('lot')} />
          </SimpleGrid>
          <details>
            <summary>{t('complaint.more')}</summary>
            <Stack mt="sm">
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <SiteField label={t('complaint.field.siteId')} {...field('siteId')} />
                <ProcessField label={t('complaint.field.processId')} {...field('processId')} />
                <PersonField label={t('complaint.field.ownerId')} {...field('ownerId')} />
                <TextInput label={t('complaint.field.externalRef')} maxLength={100} {...field('externalRef')} />
              </SimpleGrid>
              <RecordSelect
                label={t('complaint.field.duplicateOfId')}
                path="/api/v1/complaints"
                recordType="complaint"
                text={({ reference, customer, product }) => [reference, customer, product].filter(Boolean).join(' ')}
                {...field('duplicateOfId')}
              />
            </Stack>
          </details>
        </>
      )}
    </RecordForm>
  );
}
