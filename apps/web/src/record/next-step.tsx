import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/api.js';
import { fieldOf, reasonNaming } from '../form/reason.js';
import classes from './record.module.css';
import { showField } from './show-field.js';

/** What the step that usually comes next still wants, each want a way to its field. Says nothing when nothing is missing. */
export function NextStep({
  transitions,
  order,
  texts,
  field,
}: {
  transitions: Schemas['Transition'][];
  /** Steps forward, the usual one first. */
  order: readonly string[];
  /** Where the words of the actions stand: `nonconformity.action`. */
  texts: string;
  field(name: string): string;
}) {
  const { t } = useTranslation();
  const next = order.map((action) => transitions.find((one) => one.action === action)).find(Boolean);
  if (!next || next.allowed) return null;
  const words = reasonNaming(field);
  return (
    <div className={classes.next}>
      <Text size="sm" fw={650}>
        {t(next.reasons.some(({ code }) => code === 'missing') ? 'record.nextMissing' : 'record.next', {
          what: t(`${texts}.${next.action}`),
        })}
      </Text>
      <ul>
        {[...new Map(next.reasons.map((reason) => [words(reason), reason])).values()].map((reason) => {
          const name = fieldOf(reason);
          return (
            <li key={reason.code + (name ?? '') + reason.message}>
              {name && reason.code !== 'permission-missing' ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  h="auto"
                  mih={26}
                  styles={{ label: { whiteSpace: 'normal' } }}
                  onClick={() => showField(name)}
                >
                  {reason.code === 'missing' ? field(name) : words(reason)}
                </Button>
              ) : (
                <Text size="sm">{words(reason)}</Text>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
