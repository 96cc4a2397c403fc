import { Button, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** An address or a number that does not exist for this person. */
export function NotFoundPage({ what }: { what?: string }) {
  const { t } = useTranslation();
  return (
    <div className="card" style={{ maxWidth: '38rem', margin: '2rem auto' }}>
      <Title order={1}>{what ? t('shell.noRecord', { what }) : t('shell.noPage')}</Title>
      <p>{t('shell.noPageWhy')}</p>
      <Group>
        <Button component={Link} to="/">
          {t('place.home')}
        </Button>
      </Group>
    </div>
  );
}
