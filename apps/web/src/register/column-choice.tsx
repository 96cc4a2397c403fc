import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Column } from './types.js';

/** Which columns the person wants on this page, remembered on this device. */
export function useColumns<R>(page: string, columns: Column<R>[]): [string[], (keys: string[]) => void] {
  const usual = columns.filter(({ extra }) => !extra).map(({ key }) => key);
  const [chosen, choose] = useLocalStorage<string[] | null>({
    key: `continua.columns.${page}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  return [chosen ?? usual, choose];
}

export function ColumnChoice<R>({
  columns,
  shown,
  onChange,
}: {
  columns: Column<R>[];
  shown: string[];
  onChange(keys: string[]): void;
}) {
  const { t } = useTranslation();
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t('register.columns')}>
          <IconColumns3 size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map(({ key, title }) => (
          <Menu.Item
            key={key}
            role="menuitemcheckbox"
            aria-checked={shown.includes(key)}
            leftSection={<Checkbox.Indicator size="xs" checked={shown.includes(key)} />}
            onClick={() =>
              onChange(
                columns
                  .map((column) => column.key)
                  .filter((one) => (one === key ? !shown.includes(key) : shown.includes(one))),
              )
            }
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
