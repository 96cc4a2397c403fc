import { Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The pages before the frame: one card in the middle. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Continua`;
  }, [title]);
  return (
    <main style={{ display: 'grid', placeItems: 'center', minHeight: '100dvh', padding: '1rem' }}>
      <div className="card" style={{ width: 'min(26rem, 100%)', padding: '2rem' }}>
        <Stack gap="lg">
          <div style={{ display: 'flex', alignItems: 'center', gap: '0.6rem', fontWeight: 720 }}>
            <img src="/icon.svg" alt="" width={32} height={32} /> Continua
          </div>
          <Title order={1}>{title}</Title>
          {children}
          <p style={{ margin: 0, fontSize: '0.8rem', color: 'var(--mantine-color-dimmed)' }}>{t('signIn.what')}</p>
        </Stack>
      </div>
    </main>
  );
}
