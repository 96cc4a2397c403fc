import { IconDeviceMobileCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import { useTakenAudits } from './use-checklist.js';

/** That an audit is on this device and opens without a network; nothing where it is not. */
export function OfflineMark({ auditId }: { auditId: string }) {
  const { t } = useTranslation();
  const since = useTakenAudits().get(auditId);
  if (!since) return null;
  return (
    <span title={t('auditChecklist.availableSince', { when: instantText(since) })}>
      <IconDeviceMobileCheck size={16} aria-hidden /> {t('auditChecklist.available')}
    </span>
  );
}
