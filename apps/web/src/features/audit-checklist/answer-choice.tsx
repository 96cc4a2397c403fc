import { IconAlertTriangle, IconBulb, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LocalItem } from '../../offline/audit.js';
import type { Answer } from '../../offline/database.js';
import classes from './checklist.module.css';
import { choiceOf, choices, chosen } from './checklist.js';

const icons = {
  conforming: IconCheck,
  nonconforming: IconX,
  opportunity: IconBulb,
  not_applicable: IconMinus,
} as const;
const grades = ['minor', 'major'] as const;

interface Props {
  item: LocalItem;
  disabled: boolean;
  onChange: (changes: Partial<Answer>) => void;
}

/** The four answers to a question, under the thumb. */
export function AnswerChoice({ item, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const current = choiceOf(item);
  return (
    <div className={classes.answers}>
      {choices.map((choice) => {
        const Icon = icons[choice];
        return (
          <label key={choice} className={classes.answer} data-answer={choice}>
            <input
              type="radio"
              name={`answer-${item.id}`}
              checked={current === choice}
              disabled={disabled}
              onChange={() => onChange(chosen(choice))}
            />
            <Icon size={18} aria-hidden />
            {t(`auditChecklist.answer.${choice}`)}
          </label>
        );
      })}
    </div>
  );
}

/** How serious a failure is; asked for only then. */
export function GradeChoice({ item, disabled, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.under}>
      <legend className={classes.quiet}>{t('auditChecklist.howSerious')}</legend>
      <div className={classes.grades}>
        {grades.map((grade) => (
          <label key={grade} className={classes.answer} data-answer={grade}>
            <input
              type="radio"
              name={`grade-${item.id}`}
              checked={item.grade === grade}
              disabled={disabled}
              onChange={() => onChange({ grade })}
            />
            {grade === 'major' && <IconAlertTriangle size={18} aria-hidden />}
            {t(`auditChecklist.grade.${grade}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
