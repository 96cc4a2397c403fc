import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { RecordForm } from '../../form/record-form.js';
import { useScope } from '../../shell/scope.js';
import { AspectFields, aspectBody, checkAspect, emptyAspect } from './aspect-fields.js';

/** Adds an aspect to the register; whether it is significant is judged afterwards on its page. */
export function NewAspect() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [scope] = useScope();
  return (
    <RecordForm
      name="aspects/new"
      title={t('make.aspect')}
      submit={t('aspect.register')}
      onCancel={() => void navigate({ to: '/aspects' })}
      empty={emptyAspect(scope.siteId || null)}
      check={checkAspect}
      send={async (values, key) => {
        const { reference } = await answer(
          api.POST('/api/v1/aspects', {
            params: { header: { 'Idempotency-Key': key } },
            body: aspectBody(values),
          }),
        );
        await queries.invalidateQueries({ queryKey: ['/api/v1/aspects'] });
        await navigate({ to: '/aspects/$key', params: { key: reference } });
      }}
    >
      {({ field }) => <AspectFields field={field} />}
    </RecordForm>
  );
}
