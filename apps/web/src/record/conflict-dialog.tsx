import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { structureText } from './structure-text.js';
import type { Conflict } from './use-record.js';

const words = (value: unknown) =>
  value === null || value === undefined || value === ''
    ? '—'
    : typeof value === 'object'
      ? structureText(value)
      : `${value as string | number | boolean}`;

/** Somebody else changed the same fields meanwhile: both values, and the person chooses for each. Nothing is overwritten unseen. */
export function ConflictDialog({
  conflict: { fields, retry },
  field,
}: {
  conflict: { fields: Conflict[]; retry(mine: Set<string>): Promise<void> };
  field(name: string): string;
}) {
  const { t } = useTranslation();
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  return (
    <Modal
      opened
      onClose={() => void retry(new Set())}
      withCloseButton={false}
      closeOnClickOutside={false}
      title={t('conflict.title')}
      size="lg"
    >
      <Stack>
        <Text size="sm">{t('conflict.what')}</Text>
        {fields.map(({ field: name, mine: ours, theirs }) => (
          <Radio.Group
            key={name}
            label={field(name)}
            value={mine.has(name) ? 'mine' : 'theirs'}
            onChange={(choice) => {
              const next = new Set(mine);
              if (choice === 'mine') next.add(name);
              else next.delete(name);
              setMine(next);
            }}
          >
            <Stack gap="xs" mt={6}>
              <Radio
                value="theirs"
                label={t('conflict.theirs')}
                description={<span className="long">{words(theirs)}</span>}
              />
              <Radio
                value="mine"
                label={t('conflict.mine')}
                description={<span className="long">{words(ours)}</span>}
              />
            </Stack>
          </Radio.Group>
        ))}
        <Group justify="flex-end">
          <Button onClick={() => void retry(new Set(mine))}>{t('conflict.do')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
