import { Alert, List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MethodDefinition, Mistake } from './scoring.js';
import { reasonText } from '../../form/reason.js';

/** What is wrong with a definition before it can decide anything: where, and what. */
export function Mistakes({ definition, mistakes }: { definition: MethodDefinition; mistakes: Mistake[] }) {
  const { t } = useTranslation();
  const where = (pointer: string): string => {
    const [list, index] = pointer.split('/').slice(1);
    const at = Number(index);
    if (list === 'criteria' && index !== undefined)
      return t('significanceMethod.at.criterion', {
        what: definition.criteria[at]?.name || definition.criteria[at]?.key,
      });
    if (list === 'gates' && index !== undefined)
      return t('significanceMethod.at.gate', { what: definition.gates[at]?.key });
    if (list === 'always') return t('significanceMethod.at.always');
    if (list === 'beneficial') return t('significanceMethod.beneficialThreshold');
    if (list === 'threshold' || list === 'watchThreshold') return t(`significanceMethod.${list}`);
    return t('significanceMethod.at.method');
  };
  return (
    <Alert color="red" variant="light" role="alert" title={t('significanceMethod.unsound')}>
      <List size="sm">
        {mistakes.map(({ pointer, code, message }) => (
          <List.Item key={pointer + code}>
            {where(pointer)}: {reasonText({ code, message })}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
