import { ActionIcon, Popover, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PastDayField } from '../form/fields.js';

/** Turns the page into what it was when a day ended. */
export function AsOf() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { asOf, ...rest } = useSearch({ from: '__root__' });
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={36} aria-label={t('record.asOf')}>
          <IconHistory size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <PastDayField
            label={t('record.asOf')}
            value={asOf ?? null}
            onChange={(day) => void navigate({ to: '.', search: (day ? { ...rest, asOf: day } : rest) as never })}
          />
          <Text size="xs" c="dimmed" maw={240}>
            {t('record.asOfHelp')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
