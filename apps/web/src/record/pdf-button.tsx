import { Button } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Opens a report on paper, in the language of the page. `query` is what a list was filtered by. */
export function PdfButton({ href, query }: { href: string; query?: Record<string, string> }) {
  const { t, i18n } = useTranslation();
  return (
    <Button
      component="a"
      href={`${href}?${new URLSearchParams({ ...query, language: i18n.resolvedLanguage ?? 'en' })}`}
      target="_blank"
      variant="default"
      leftSection={<IconFileTypePdf size={16} aria-hidden />}
      visibleFrom="sm"
    >
      {t('record.print')}
    </Button>
  );
}
