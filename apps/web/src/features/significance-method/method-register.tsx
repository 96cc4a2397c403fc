import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { useMay } from '../../api/session.js';
import { dayText, instantText } from '../../language/format.js';
import { Badge } from '../../record/badges.js';
import { Register } from '../../register/register.js';
import { show } from '../../shell/tell.js';
import { useMethods } from './use-method-versions.js';

const usual = ['M1', 'M2', 'M3', 'M4'];

/** The ways to decide which aspects are significant. */
export function MethodRegister() {
  const { t } = useTranslation();
  return (
    <Register
      page="significance-methods"
      path="/api/v1/significance-methods"
      recordType="significance_method"
      title={t('place.methods')}
      name={({ code, name }) => ({ reference: null, title: `${code} ${name}` })}
      unnumbered
      scope={[]}
      make={{ to: '/significance-methods/new', label: t('significanceMethod.new'), needs: 'significanceMethod:draft' }}
      actions={<UsualMethods />}
      empty={t('significanceMethod.empty')}
      views={[{ key: 'all', label: t('register.all'), search: { sort: 'code' } }]}
      filters={[]}
      columns={[
        {
          key: 'purpose',
          title: t('significanceMethod.field.purpose'),
          card: 'line',
          render: ({ purpose }) => purpose ?? '—',
        },
        {
          key: 'currentVersion',
          title: t('significanceMethod.inForce'),
          width: 260,
          card: 'badge',
          render: ({ currentVersion }) =>
            currentVersion ? (
              <Badge tone="good">
                {t('significanceMethod.versionSince', {
                  number: currentVersion.versionNumber,
                  day: dayText(currentVersion.publishedOn),
                })}
              </Badge>
            ) : (
              <Badge>{t('significanceMethod.none')}</Badge>
            ),
        },
        {
          key: 'updatedAt',
          title: t('significanceMethod.field.updatedAt'),
          width: 190,
          sort: 'updatedAt',
          render: ({ updatedAt }) => instantText(updatedAt),
        },
      ]}
    />
  );
}

/** Publishes the methods that most organisations start from, where one of them is missing. */
function UsualMethods() {
  const { t } = useTranslation();
  const may = useMay();
  const cache = useQueryClient();
  const methods = useMethods();
  const [busy, setBusy] = useState(false);
  if (!methods || !may('significanceMethod:approve') || usual.every((code) => methods.some((one) => one.code === code)))
    return null;
  const install = async () => {
    setBusy(true);
    try {
      await api.POST('/api/v1/significance-methods/defaults');
      await cache.invalidateQueries({ queryKey: ['/api/v1/significance-methods'] });
    } catch (error) {
      show(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={busy} onClick={() => void install()}>
      {t('significanceMethod.usual')}
    </Button>
  );
}
