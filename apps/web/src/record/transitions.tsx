import { Button, Group, List, Menu, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconChevronDown, IconLock } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api, ifMatch, type RecordPath, type Schemas } from '../api/api.js';
import { problemOf, type Reason } from '../api/problem.js';
import { fieldOf, reasonNaming, reasonText } from '../form/reason.js';
import { tell } from '../shell/tell.js';
import { showField } from './show-field.js';
import type { RecordHandle } from './use-record.js';

type Transition = Schemas['Transition'];

/**
 * What may be done next, drawn from what the server says: the first allowed step is the button, further ones and refused ones stand
 * in the menu beside it, the refused ones with the reasons in words.
 */
export function Transitions({
  path,
  handle,
  texts,
  order,
  quiet,
  exits,
  field,
  words,
  extra,
}: {
  path: RecordPath;
  handle: RecordHandle<never>;
  /** Where the words of the actions stand: `nonconformity.action`. */
  texts: string;
  /** Actions by importance, when the server's order is not the one of people. */
  order?: readonly string[];
  /** No step is what usually comes next, so that all stand in the menu. */
  quiet?: boolean;
  /** Ways out, such as cancelling: never the step that is offered first. */
  exits?: readonly string[];
  /** The name of a field for people; with it, what a reason is about can be gone to. */
  field?(name: string): string;
  /** What varies in the words of the actions. */
  words?: Record<string, string | number>;
  /** Fields beside the reason that an action takes, and their values in the request. */
  extra?(action: string, values: Record<string, string>, set: (values: Record<string, string>) => void): ReactNode;
}) {
  const { t } = useTranslation();
  const record = handle.record as unknown as { version: number; transitions: Transition[] };
  const [chosen, choose] = useState<Transition | null>(null);
  const [reason, setReason] = useState('');
  const [values, setValues] = useState<Record<string, string>>({});
  const [refusals, setRefusals] = useState<Reason[] | null>(null);
  const [busy, setBusy] = useState(false);
  const rank = ({ action }: Transition) => (order?.includes(action) ? order.indexOf(action) : 99);
  const all = [...record.transitions].sort((one, other) => rank(one) - rank(other));
  const open = all.filter(({ allowed }) => allowed);
  const refused = all.filter(({ allowed }) => !allowed);
  const next = quiet ? undefined : open.find(({ action }) => !exits?.includes(action));
  const others = open.filter((transition) => transition !== next);
  const reasonWords = field ? reasonNaming(field) : reasonText;
  /** After the dialog has given the focus back. */
  const goTo = (name: string) => {
    choose(null);
    setTimeout(() => showField(name), 350);
  };
  const start = (transition: Transition) => {
    setReason('');
    setValues({});
    setRefusals(transition.allowed ? null : transition.reasons);
    choose(transition);
  };

  const perform = async () => {
    setBusy(true);
    try {
      const body = { action: chosen!.action, ...(reason.trim() && { reason: reason.trim() }), ...values };
      const next = await answer(
        api.POST(`${path}/transitions` as '/api/v1/actions/{id}/transitions', {
          params: { path: { id: handle.id! }, header: ifMatch(record.version) } as never,
          body: body as never,
        }),
      );
      await handle.changed(next as never);
      tell(t('record.did', { what: t(`${texts}.${chosen!.action}`, words) }));
      choose(null);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status === 412) {
        await handle.changed();
        setRefusals([{ code: 'stale', message: t('record.stale') }]);
      } else
        setRefusals(
          problem.reasons.length > 0
            ? problem.reasons
            : [{ code: 'failed', message: problem.status === 0 ? t('common.unreachableWhy') : problem.title }],
        );
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      {next && <Button onClick={() => start(next)}>{t(`${texts}.${next.action}`, words)}</Button>}
      {(others.length > 0 || refused.length > 0) && (
        <Menu position="bottom-end" width={300} shadow="md">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {open.length > 0 ? t('record.moreSteps') : t('record.nextSteps')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((transition) => (
              <Menu.Item key={transition.action} onClick={() => start(transition)}>
                {t(`${texts}.${transition.action}`, words)}
              </Menu.Item>
            ))}
            {refused.length > 0 && <Menu.Label>{t('record.notYet')}</Menu.Label>}
            {refused.map((transition) => (
              <Menu.Item
                key={transition.action}
                leftSection={<IconLock size={14} aria-hidden />}
                c="dimmed"
                onClick={() => start(transition)}
              >
                {t(`${texts}.${transition.action}`, words)}
                <Text size="xs" lineClamp={2}>
                  {transition.reasons.map(reasonWords).join(' · ')}
                </Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal
        opened={chosen !== null}
        onClose={() => choose(null)}
        title={chosen && t(`${texts}.${chosen.action}`, words)}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {chosen && (
          <Stack>
            {refusals && (
              <div role="alert">
                <Text fw={600} c="red.8" style={{ color: 'var(--alarm)' }}>
                  {t('record.refused')}
                </Text>
                <List size="sm" mt={4}>
                  {refusals.map((one) => (
                    <List.Item key={one.code + (one.field ?? '') + one.message}>
                      {reasonWords(one)}
                      {field && fieldOf(one) && fieldOf(one) !== 'reason' && (
                        <Button size="compact-xs" variant="light" ms={8} onClick={() => goTo(fieldOf(one)!)}>
                          {t('record.goTo', { what: field(fieldOf(one)!) })}
                        </Button>
                      )}
                    </List.Item>
                  ))}
                </List>
              </div>
            )}
            {chosen.allowed && extra?.(chosen.action, values, setValues)}
            {chosen.allowed && (
              <Textarea
                label={t('record.reason')}
                required={chosen.reasonRequired}
                description={chosen.reasonRequired ? undefined : t('common.optional')}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                data-autofocus
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => choose(null)}>
                {chosen.allowed ? t('common.cancel') : t('common.close')}
              </Button>
              {chosen.allowed && (
                <Button
                  loading={busy}
                  disabled={chosen.reasonRequired && !reason.trim()}
                  onClick={() => void perform()}
                >
                  {t(`${texts}.${chosen.action}`, words)}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}
