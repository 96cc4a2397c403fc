import { Menu, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCalendar, IconCheck, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type Schemas } from '../../api/api.js';
import { problemOf } from '../../api/problem.js';
import { dayText, today } from '../../language/format.js';
import { ReasonDialog, wantsReason } from '../../record/reason-dialog.js';
import { show, tell } from '../../shell/tell.js';
import { inMonth, monthNames } from './months.js';
import classes from './programme.module.css';

type Audit = Schemas['AuditRow'];
type Standing = 'done' | 'running' | 'late' | 'planned' | 'cancelled';

const icons = {
  done: IconCheck,
  running: IconPlayerPlay,
  late: IconAlertTriangle,
  planned: IconCalendar,
  cancelled: IconX,
};

function standingOf({ state, plannedTo }: Audit): Standing {
  if (state === 'cancelled') return 'cancelled';
  if (['report_issued', 'follow_up', 'completed'].includes(state)) return 'done';
  if (['in_progress', 'fieldwork_done', 'report_draft'].includes(state)) return 'running';
  return plannedTo < today() ? 'late' : 'planned';
}

/** Processes by months. An audit is moved by dragging it, or by its menu. */
export function YearGrid({ programmeId, year, movable }: { programmeId: string; year: number; movable: boolean }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const queryKey = ['/api/v1/audits', { programmeId }];
  const { data: audits } = useQuery({
    queryKey,
    queryFn: async () =>
      (await answer(api.GET('/api/v1/audits', { params: { query: { programmeId, limit: 200, sort: 'plannedFrom' } } })))
        .items,
  });
  const { data: processes } = useQuery({
    queryKey: ['/api/v1/processes', 'of programme'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/processes', { params: { query: { limit: 200, sort: 'code' } } }))).items,
  });
  const [asking, setAsking] = useState<{ audit: Audit; month: number }>();
  const [over, setOver] = useState('');
  const months = monthNames();
  const now = new Date();
  const running = now.getFullYear() === year ? now.getMonth() : -1;
  const frame = useRef<HTMLDivElement>(null);
  // A phone shows three months: those around today.
  useEffect(() => {
    const month = frame.current?.querySelector<HTMLElement>('th[data-now]');
    if (month) frame.current!.scrollLeft = month.offsetLeft - (frame.current!.clientWidth * 2) / 3;
  }, [running]);
  const used = new Set((audits ?? []).flatMap(({ processIds }) => processIds));
  const rows = [
    ...(processes ?? [])
      .filter(({ id, retiredOn }) => used.has(id) || !retiredOn)
      .map(({ id, code, name }) => ({ id, name: `${code} ${name}` })),
    ...((audits ?? []).some(({ processIds }) => processIds.length === 0)
      ? [{ id: '', name: t('programme.noProcess') }]
      : []),
  ];
  const at = (processId: string, month: number) =>
    (audits ?? []).filter(
      ({ processIds, plannedFrom }) =>
        Number(plannedFrom.slice(0, 4)) === year &&
        Number(plannedFrom.slice(5, 7)) - 1 === month &&
        (processId ? processIds.includes(processId) : processIds.length === 0),
    );

  const move = async (audit: Audit, month: number, reason?: string) => {
    const dates = inMonth(audit.plannedFrom, audit.plannedTo, month);
    if (dates.plannedFrom === audit.plannedFrom) return;
    try {
      await api.PATCH('/api/v1/audits/{id}', {
        params: { path: { id: audit.id }, header: ifMatch(audit.version) } as never,
        body: { ...dates, ...(reason && { reason }) },
      });
      setAsking(undefined);
      await cache.invalidateQueries({ queryKey });
      tell(t('programme.moved', { what: audit.reference, day: dayText(dates.plannedFrom) }));
    } catch (error) {
      if (!reason && problemOf(error).reasons.some(wantsReason)) setAsking({ audit, month });
      else show(error);
    }
  };

  return (
    <div ref={frame} className={classes.frame} tabIndex={0} role="region" aria-label={t('programme.year', { year })}>
      <table className={classes.year}>
        <thead>
          <tr>
            <th scope="col">{t('programme.process')}</th>
            {months.map((month, index) => (
              <th key={month} scope="col" data-now={index === running || undefined}>
                {month}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              {months.map((month, index) => {
                const cell = `${row.id}:${index}`;
                return (
                  <td
                    key={month}
                    data-now={index === running || undefined}
                    data-over={over === cell || undefined}
                    onDragOver={(event) => {
                      event.preventDefault();
                      setOver(cell);
                    }}
                    onDragLeave={() => setOver('')}
                    onDrop={(event) => {
                      setOver('');
                      const audit = audits?.find(({ id }) => id === event.dataTransfer.getData('text/plain'));
                      if (audit && movable) void move(audit, index);
                    }}
                  >
                    {at(row.id, index).map((audit) => (
                      <Chip
                        key={audit.id}
                        audit={audit}
                        months={months}
                        {...(movable && { onMove: (to: number) => void move(audit, to) })}
                      />
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.legend}>
        {(['done', 'running', 'planned', 'late'] as const).map((standing) => {
          const Icon = icons[standing];
          return (
            <li key={standing}>
              <span className={classes.chip} data-standing={standing}>
                <Icon size={12} aria-hidden /> {t(`programme.standing.${standing}`)}
              </span>
            </li>
          );
        })}
        {movable && <li>{t('programme.howToMove')}</li>}
      </ul>
      <ReasonDialog
        opened={asking !== undefined}
        field={t('audit.field.plannedFrom')}
        busy={false}
        onCancel={() => setAsking(undefined)}
        onSave={(reason) => asking && void move(asking.audit, asking.month, reason)}
      />
    </div>
  );
}

function Chip({ audit, months, onMove }: { audit: Audit; months: string[]; onMove?(month: number): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const standing = standingOf(audit);
  const Icon = icons[standing];
  const open = onMove && (standing === 'planned' || standing === 'late');
  return (
    <Menu position="bottom-start" shadow="md" width={230}>
      <Menu.Target>
        <UnstyledButton
          className={classes.chip}
          data-standing={standing}
          draggable={Boolean(open)}
          onDragStart={(event) => event.dataTransfer.setData('text/plain', audit.id)}
          title={audit.title}
        >
          <Icon size={12} aria-hidden /> {audit.reference.replace(/^AUD-\d+-0*/, 'A-')}
          <span className={classes.hidden}>
            {audit.title}, {t(`programme.standing.${standing}`)}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {audit.title} · {dayText(audit.plannedFrom)}
        </Menu.Label>
        <Menu.Item onClick={() => void navigate({ to: '/audits/$key', params: { key: audit.reference } })}>
          {t('programme.open', { what: audit.reference })}
        </Menu.Item>
        {open && <Menu.Label>{t('programme.moveTo')}</Menu.Label>}
        {open &&
          months.map((month, index) => (
            <Menu.Item
              key={month}
              disabled={Number(audit.plannedFrom.slice(5, 7)) - 1 === index}
              onClick={() => onMove(index)}
              py={4}
            >
              {month}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
