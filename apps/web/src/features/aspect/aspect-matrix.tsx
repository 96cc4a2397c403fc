import { Alert, Anchor, Button, Group, Loader, NativeSelect, SegmentedControl, Text, Title } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { numberText } from '../../language/format.js';
import type { Search } from '../../router.js';
import { useScope } from '../../shell/scope.js';
import { useUsableVersions } from '../significance-method/use-method-versions.js';
import { signs } from './choices.js';
import { MatrixTable } from './matrix-table.js';
import { problemText } from '../../form/reason.js';

type Sign = Schemas['AspectFigure']['sign'];

/** Where the aspects stand by the two criteria that weigh most; every number leads to the aspects behind it. */
export function AspectMatrix() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [{ siteId }] = useScope();
  const search = useSearch({ from: '__root__' });
  const sign: Sign = search['sign'] === 'beneficial' ? 'beneficial' : 'adverse';
  const methodVersionId = search['methodVersionId'];
  const usable = useUsableVersions();
  const query = { sign, ...(siteId && { siteId }), ...(methodVersionId && { methodVersionId }) };
  const { data, error } = useQuery({
    queryKey: ['/api/v1/figures/aspects', query],
    queryFn: () => answer(api.GET('/api/v1/figures/aspects', { params: { query } })),
    placeholderData: keepPreviousData,
  });
  const change = (changes: Search) =>
    void navigate({ to: '.', search: { ...search, ...changes } as never, replace: true });
  useEffect(() => {
    document.title = `${t('aspect.matrix.title')} · Continua`;
  }, [t]);
  const link = ({ count, query: { parameters } }: Schemas['CountedRecords'], text: string) =>
    count > 0 ? (
      <Anchor component={Link} to="/aspects" search={parameters as never} underline="always" fz="inherit">
        {text}
      </Anchor>
    ) : (
      text
    );
  const matrix = data?.matrix;
  const versions = (usable ?? []).filter(({ version }) => version.definition.criteria.length >= 2);
  return (
    <>
      <Group justify="space-between" mb="xs" gap="sm">
        <Title order={1}>{t('aspect.matrix.title')}</Title>
        <Button component={Link} to="/aspects" variant="default" leftSection={<IconTable size={16} aria-hidden />}>
          {t('aspect.matrix.table')}
        </Button>
      </Group>
      <Group mb="md" gap="md" align="flex-end">
        <SegmentedControl
          size="sm"
          aria-label={t('aspect.field.sign')}
          value={sign}
          onChange={(next) => change({ sign: next })}
          data={signs.map((one) => ({ value: one, label: t(`aspect.sign.${one}`) }))}
        />
        {versions.length > 0 && (
          <NativeSelect
            aria-label={t('aspect.matrix.version')}
            value={methodVersionId ?? matrix?.methodVersionId ?? ''}
            onChange={(event) => change({ methodVersionId: event.currentTarget.value })}
            data={[
              // A version that was replaced may still be the one by which most aspects were assessed.
              ...(matrix && !versions.some(({ version }) => version.id === matrix.methodVersionId)
                ? [{ value: matrix.methodVersionId, label: matrix.method }]
                : []),
              ...versions.map(({ version, name }) => ({ value: version.id, label: name })),
            ]}
          />
        )}
      </Group>
      {error && (
        <Alert color="red" role="alert">
          {problemText(error)}
        </Alert>
      )}
      {!data && !error && <Loader aria-label={t('common.loading')} />}
      {data && (
        <>
          <Text mb="sm">
            {link(
              data.active,
              t('aspect.matrix.sentence', {
                count: data.active.count,
                significant: numberText(data.significant.count),
                unassessed: numberText(data.unassessed.count),
              }),
            )}
          </Text>
          {matrix ? <MatrixTable matrix={matrix} /> : <Text>{t('aspect.matrix.none')}</Text>}
          {matrix && matrix.otherVersions.count > 0 && (
            <Text size="sm" mt="sm">
              {link(matrix.otherVersions, t('aspect.matrix.others', { count: matrix.otherVersions.count }))}
            </Text>
          )}
        </>
      )}
    </>
  );
}
