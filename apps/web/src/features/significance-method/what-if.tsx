import { Alert, Loader, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api, type Schemas } from '../../api/api.js';
import { problemText } from '../../form/reason.js';
import { numberText } from '../../language/format.js';
import { Badge, RecordLink } from '../../record/badges.js';
import classes from '../../record/record.module.css';
import type { MethodDefinition } from './scoring.js';

/** Which aspects would change sides under a definition that is only tried: asked of the server, written nowhere. */
export function WhatIf({ versionId, definition }: { versionId: string; definition: MethodDefinition }) {
  const { t } = useTranslation();
  const [tried] = useDebouncedValue(definition, 250);
  const { data, error, isFetching } = useQuery({
    queryKey: ['what-if', versionId, tried],
    queryFn: () =>
      answer(
        api.POST('/api/v1/significance-method-versions/{id}/what-if', {
          params: { path: { id: versionId } },
          body: { definition: tried },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const { data: before } = useQuery({
    queryKey: ['/api/v1/aspects', 'significant now'],
    queryFn: async () =>
      (
        await answer(
          api.GET('/api/v1/aspects', {
            params: { query: { state: 'active', significant: true, count: true, limit: 1 } },
          }),
        )
      ).total ?? 0,
  });
  if (error)
    return (
      <Alert color="red" role="alert">
        {problemText(error)}
      </Alert>
    );
  if (!data || before === undefined) return <Loader size="sm" aria-label={t('common.loading')} />;
  const gained = data.flips.filter(({ after }) => after).length;
  const lost = data.flips.length - gained;
  return (
    <div aria-busy={isFetching} style={{ opacity: isFetching ? 0.6 : 1 }}>
      <div role="status">
        <Text fw={650} fz="lg">
          {t('significanceMethod.counts', { before: numberText(before), after: numberText(before + gained - lost) })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('significanceMethod.evaluated', { count: data.evaluated, gained, lost })}
        </Text>
      </div>
      {data.flips.length > 0 ? (
        <>
          <Text fw={600} size="sm" mt="sm">
            {t('significanceMethod.flips', { count: data.flips.length })}
          </Text>
          <ul className={classes.rows}>
            {data.flips.map(({ aspectId, before: was, after: becomes }) => (
              <li key={aspectId}>
                <Text size="sm">
                  <RecordLink type="aspect" id={aspectId} />
                </Text>
                <Side significant={was} /> <IconArrowRight size={14} aria-label={t('significanceMethod.becomes')} />{' '}
                <Side significant={becomes} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Text size="sm" mt="sm">
          {t('significanceMethod.noFlip')}
        </Text>
      )}
      {data.notEvaluated.length > 0 && <NotEvaluated aspects={data.notEvaluated} />}
    </div>
  );
}

function Side({ significant }: { significant: boolean }) {
  const { t } = useTranslation();
  return (
    <Badge tone={significant ? 'warn' : 'neutral'}>
      {t(significant ? 'aspect.verdict.significant' : 'aspect.verdict.notSignificant')}
    </Badge>
  );
}

/** Their last answers do not say what this definition asks. */
function NotEvaluated({ aspects }: { aspects: Schemas['NotEvaluated'][] }) {
  const { t } = useTranslation();
  return (
    <details style={{ marginTop: '0.75rem', fontSize: '0.9rem' }}>
      <summary>{t('significanceMethod.notEvaluated', { count: aspects.length })}</summary>
      <ul style={{ margin: '0.35rem 0', paddingInlineStart: '1.2rem' }}>
        {aspects.map(({ aspectId }) => (
          <li key={aspectId}>
            <RecordLink type="aspect" id={aspectId} />
          </li>
        ))}
      </ul>
    </details>
  );
}
