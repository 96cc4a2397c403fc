import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/session.js';
import classes from './frame.module.css';
import { makeable } from './navigation.js';

/** What the person may make, from anywhere; `c` opens it. */
export function MakeMenu({ opened, onChange }: { opened: boolean; onChange(opened: boolean): void }) {
  const { t } = useTranslation();
  const may = useMay();
  const list = useRef<HTMLDivElement>(null);
  // Opened by a key, it must be ready for the next one; the menu itself takes the focus first.
  useEffect(() => {
    if (!opened) return;
    const timer = setTimeout(() => list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus(), 60);
    return () => clearTimeout(timer);
  }, [opened]);
  const open = makeable.filter(({ needs }) => may(needs));
  if (open.length === 0) return null;
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <Button px={{ base: 'xs', xs: 'md' }}>
          <IconPlus size={18} aria-hidden />
          <span className={classes.wide}>{t('shell.new')}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown ref={list}>
        {open.map(({ key, to }) => (
          <Menu.Item key={key} component={Link} to={to}>
            {t(`make.${key}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
