import { IconCamera, IconCheck, IconClock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import type { StoredPhoto } from '../../offline/database.js';
import classes from './checklist.module.css';

/** Opens the camera on a phone, the choice of a file elsewhere. */
export function PhotoButton({ label, onTaken }: { label: string; onTaken: (file: File) => void }) {
  const { t } = useTranslation();
  return (
    <label className={classes.do}>
      <IconCamera size={20} aria-hidden />
      {t('auditChecklist.photo')}
      <input
        type="file"
        accept="image/*"
        capture="environment"
        aria-label={`${t('auditChecklist.photo')}: ${label}`}
        onChange={({ currentTarget }) => {
          for (const file of currentTarget.files ?? []) onTaken(file);
          // The same photo may be chosen again.
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

function Photo({ photo, number }: { photo: StoredPhoto; number: number }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(photo.content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
    // The content of a photo never changes; a new copy of it with each reading is the same picture.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  }, [photo.id]);
  return (
    <li>
      {address && (
        <img src={address} alt={t('auditChecklist.photoOf', { number, when: instantText(photo.capturedAt) })} />
      )}
      <small>
        {photo.sent ? <IconCheck size={14} aria-hidden /> : <IconClock size={14} aria-hidden />}
        {t(photo.sent ? 'auditChecklist.photoSent' : 'auditChecklist.photoWaiting')}
      </small>
    </li>
  );
}

/** The photos that this device took of a question. */
export function Photos({ photos }: { photos: readonly StoredPhoto[] }) {
  if (photos.length === 0) return null;
  return (
    <ul className={classes.photos}>
      {photos.map((photo, index) => (
        <Photo key={photo.id} photo={photo} number={index + 1} />
      ))}
    </ul>
  );
}
