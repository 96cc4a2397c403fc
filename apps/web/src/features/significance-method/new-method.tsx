import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { RecordForm } from '../../form/record-form.js';
import type { MethodDefinition } from './scoring.js';
import { useUsableVersions } from './use-method-versions.js';

const step = (value: number) => ({ value, anchor: '…' });

/** The least that decides something: two criteria to fill with words. */
const blank: MethodDefinition = {
  kind: 'product',
  criteria: ['S', 'P'].map((key) => ({ key, name: key, scale: [1, 2, 3, 4, 5].map(step) })),
  threshold: 12,
  gates: [],
};

/** Starts a method with the draft of its first version, from an own idea or from a method that is in force. */
export function NewMethod() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const usable = useUsableVersions();
  const need = (name: string) => t('form.missing', { what: t(`significanceMethod.field.${name}`) });
  if (!usable) return null;
  return (
    <RecordForm
      name="significance-methods/new"
      title={t('significanceMethod.new')}
      submit={t('significanceMethod.start')}
      onCancel={() => void navigate({ to: '/significance-methods' })}
      empty={{ code: '', name: '', purpose: '', from: usable[0]?.version.id ?? '' }}
      check={({ code, name }) => ({
        ...(!/^[A-Z][A-Z0-9-]*$/.test(code) && { code: t('significanceMethod.codeShape') }),
        ...(!name.trim() && { name: need('name') }),
      })}
      send={async ({ code, name, purpose, from }, key) => {
        const definition = usable.find(({ version }) => version.id === from)?.version.definition ?? blank;
        const { id } = await answer(
          api.POST('/api/v1/significance-methods', {
            params: { header: { 'Idempotency-Key': key } },
            body: { code, name: name.trim(), purpose: purpose.trim() || null, definition },
          }),
        );
        const { items } = await answer(
          api.GET('/api/v1/significance-methods/{id}/versions', { params: { path: { id } } }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/significance-methods'] });
        await navigate({ to: '/significance-method-versions/$key', params: { key: items[0]!.id } });
      }}
    >
      {({ field }) => (
        <>
          <TextInput
            label={t('significanceMethod.field.code')}
            description={t('significanceMethod.help.code')}
            required
            maxLength={20}
            data-autofocus
            {...field('code')}
          />
          <TextInput label={t('significanceMethod.field.name')} required maxLength={200} {...field('name')} />
          <Textarea label={t('significanceMethod.field.purpose')} {...field('purpose')} />
          <NativeSelect
            label={t('significanceMethod.from')}
            description={t('significanceMethod.help.from')}
            data={[
              ...usable.map(({ version, name }) => ({ value: version.id, label: name })),
              { value: '', label: t('significanceMethod.scratch') },
            ]}
            {...field('from')}
          />
        </>
      )}
    </RecordForm>
  );
}
