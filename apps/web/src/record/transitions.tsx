import { Button, Loader, Menu, Modal, Text } from '@mantine/core';
import { IconChevronDown, IconLock } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordPath, Schemas } from '../api/api.js';
import { reasonNaming, reasonText } from '../form/reason.js';
import type { RecordHandle } from './use-record.js';

type Transition = Schemas['Transition'];

const TransitionForm = lazy(() => import('./transition-form.js'));

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
  const record = handle.record as unknown as { transitions: Transition[] };
  const [chosen, choose] = useState<Transition | null>(null);
  const rank = ({ action }: Transition) => (order?.includes(action) ? order.indexOf(action) : 99);
  const all = [...record.transitions].sort((one, other) => rank(one) - rank(other));
  const open = all.filter(({ allowed }) => allowed);
  const refused = all.filter(({ allowed }) => !allowed);
  const next = quiet ? undefined : open.find(({ action }) => !exits?.includes(action));
  const others = open.filter((transition) => transition !== next);
  const reasonWords = field ? reasonNaming(field) : reasonText;
  const label = ({ action }: Transition) => t(`${texts}.${action}`, words);

  return (
    <>
      {next && <Button onClick={() => choose(next)}>{label(next)}</Button>}
      {(others.length > 0 || refused.length > 0) && (
        <Menu position="bottom-end" width={300} shadow="md">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
              {open.length > 0 ? t('record.moreSteps') : t('record.nextSteps')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((transition) => (
              <Menu.Item key={transition.action} onClick={() => choose(transition)}>
                {label(transition)}
              </Menu.Item>
            ))}
            {refused.length > 0 && <Menu.Label>{t('record.notYet')}</Menu.Label>}
            {refused.map((transition) => (
              <Menu.Item
                key={transition.action}
                leftSection={<IconLock size={14} aria-hidden />}
                c="dimmed"
                onClick={() => choose(transition)}
              >
                {label(transition)}
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
        title={chosen && label(chosen)}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {chosen && (
          <Suspense fallback={<Loader aria-label={t('common.loading')} />}>
            <TransitionForm
              transition={chosen}
              path={path}
              handle={handle}
              label={label(chosen)}
              field={field}
              extra={extra}
              onClose={() => choose(null)}
            />
          </Suspense>
        )}
      </Modal>
    </>
  );
}
