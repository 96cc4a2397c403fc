import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/session.js';
import { makeable, navigation } from './navigation.js';

/** Go to any place or start anything by typing. */
export default function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  useEffect(() => Spotlight.open(), []);
  const actions: SpotlightActionData[] = [
    ...makeable
      .filter(({ needs }) => may(needs))
      .map(({ key, to }) => ({ id: to, label: t(`make.${key}`), onClick: () => void navigate({ to }) })),
    ...navigation
      .flatMap(({ places }) => places)
      .filter(({ needs }) => !needs || may(needs))
      .map(({ key, to }) => ({ id: to, label: t(`place.${key}`), onClick: () => void navigate({ to }) })),
  ];
  return <Spotlight actions={actions} onSpotlightClose={onClose} shortcut={null} nothingFound={t('palette.nothing')} />;
}
