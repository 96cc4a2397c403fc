import type { TFunction } from 'i18next';
import type { Schemas } from '../../api/api.js';
import { dayText } from '../../language/format.js';

/** What a pack covers, in one line. */
export function scopeText(scope: Schemas['PackScope'], t: TFunction): string {
  const { from, to, disciplines, clauses, auditIds, siteIds, recordTypes } = scope;
  const parts = [
    from && to
      ? t('pack.fromTo', { from: dayText(from), to: dayText(to) })
      : from
        ? t('pack.from', { from: dayText(from) })
        : to
          ? t('pack.to', { to: dayText(to) })
          : '',
    ...(disciplines ?? []).map((discipline) => t(`standard.${discipline}`)),
    (clauses ?? []).join(', '),
    recordTypes ? recordTypes.map((type) => t(`recordType.${type}`, { defaultValue: type })).join(', ') : '',
    siteIds ? t('pack.sites', { count: siteIds.length }) : '',
    auditIds ? t('pack.audits', { count: auditIds.length }) : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : t('pack.everything');
}
