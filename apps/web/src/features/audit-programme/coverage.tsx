import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../../api/api.js';
import { Named } from '../../record/badges.js';
import classes from './programme.module.css';

/** Clause by process: how many audits looked at it, how many still will. Nobody's cell is dashed, not pale. */
export function Coverage({ programmeId }: { programmeId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['/api/v1/audit-programmes/{id}/coverage', programmeId],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/audit-programmes/{id}/coverage', { params: { path: { id: programmeId } } })))
        .cells,
  });
  if (!data || data.length === 0) return null;
  const clauses = [...new Set(data.map(({ clause }) => clause))].sort((one, other) =>
    one.localeCompare(other, 'en', { numeric: true }),
  );
  const processes = [...new Set(data.map(({ processId }) => processId))];
  const at = (processId: string, clause: string) =>
    data.find((cell) => cell.processId === processId && cell.clause === clause);
  return (
    <section aria-labelledby="coverage" style={{ marginTop: '1.5rem' }}>
      <Title order={2} size="1.05rem" id="coverage">
        {t('programme.coverage')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('programme.coverageHelp')}
      </Text>
      <div className={classes.frame} tabIndex={0} role="region" aria-label={t('programme.coverage')}>
        <table className={classes.coverage}>
          <thead>
            <tr>
              <th scope="col">{t('programme.process')}</th>
              {clauses.map((clause) => {
                const [standard, number] = clause.split(' / ');
                return (
                  <th key={clause} scope="col" title={clause}>
                    {number}
                    <small>{standard?.replace('ISO ', '').replace(/:\d\d/, ':')}</small>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {processes.map((processId) => (
              <tr key={processId}>
                <th scope="row">
                  <Named type="process" id={processId} />
                </th>
                {clauses.map((clause) => {
                  const cell = at(processId, clause);
                  return (
                    <td
                      key={clause}
                      data-done={Math.min(3, cell?.done ?? 0)}
                      data-planned={cell?.planned ? true : undefined}
                    >
                      <Link
                        to="/audits"
                        search={{ programmeId, sort: 'plannedFrom' } as never}
                        title={t('programme.cell', {
                          clause,
                          done: cell?.done ?? 0,
                          planned: cell?.planned ?? 0,
                        })}
                      >
                        {cell?.done ?? 0}
                        {cell?.planned ? <small>+{cell.planned}</small> : null}
                      </Link>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
