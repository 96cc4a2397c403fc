import { IconChevronDown, IconFlag, IconNote } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instantText } from '../../language/format.js';
import type { LocalAudit, LocalItem } from '../../offline/audit.js';
import type { Answer } from '../../offline/database.js';
import { queuePhoto } from '../../offline/outbox.js';
import { preparePhoto } from '../../offline/photo.js';
import { AnswerChoice, GradeChoice } from './answer-choice.js';
import classes from './checklist.module.css';
import { anchorOf, conflictsOf, findingsOf } from './checklist.js';
import { ConflictView } from './conflict-view.js';
import { FindingForm } from './finding-form.js';
import { NoteField } from './note-field.js';
import { PhotoButton, Photos } from './photos.js';

/** One question with everything that belongs to it. */
export function QuestionCard({
  local,
  item,
  disabled,
  onChange,
  onFailed,
}: {
  local: LocalAudit;
  item: LocalItem;
  disabled: boolean;
  onChange: (item: LocalItem, changes: Partial<Answer>) => Promise<void>;
  /** The device could not keep something. */
  onFailed: (error: unknown) => void;
}) {
  const { t } = useTranslation();
  const [guidance, showGuidance] = useState(false);
  const [noting, setNoting] = useState(false);
  const [raising, setRaising] = useState(false);
  const change = (changes: Partial<Answer>) => onChange(item, changes).catch(onFailed);
  const addPhoto = async (file: File) => {
    const target = { auditId: local.id, personId: local.personId, recordType: 'audit_checklist_item' as const };
    await queuePhoto({ ...target, recordId: item.id, ...(await preparePhoto(file)) });
  };
  const failed = item.result === 'nonconforming';
  const dropped = item.progress === 'not_applicable';
  const { known, waiting } = findingsOf(local, item.id);
  const answered = item.answeredOnDeviceAt ?? item.answeredAt;
  return (
    <article className={classes.question} id={anchorOf(item)} tabIndex={-1}>
      <p className={classes.quiet}>
        {item.clauses.map((clause) => `${clause.split(' / ')[1] ?? clause} ${local.clauses[clause] ?? ''}`).join(' · ')}
      </p>
      <fieldset>
        <legend>
          <h3 className={classes.words}>
            {item.position}. {item.question}
          </h3>
        </legend>
        <AnswerChoice item={item} disabled={disabled} onChange={(changes) => void change(changes)} />
      </fieldset>
      {failed && <GradeChoice item={item} disabled={disabled} onChange={(changes) => void change(changes)} />}
      <div className={classes.does}>
        {item.guidance && (
          <button className={classes.do} type="button" aria-expanded={guidance} onClick={() => showGuidance(!guidance)}>
            <IconChevronDown size={18} aria-hidden style={{ rotate: guidance ? '180deg' : '0deg' }} />
            {t('auditChecklist.guidance')}
          </button>
        )}
        {!disabled && (
          <>
            <PhotoButton label={item.question} onTaken={(file) => void addPhoto(file).catch(onFailed)} />
            {!(failed || dropped || item.note) && (
              <button className={classes.do} type="button" aria-expanded={noting} onClick={() => setNoting(!noting)}>
                <IconNote size={20} aria-hidden />
                {t('auditChecklist.note')}
              </button>
            )}
            {item.progress === 'answered' && (
              <button
                className={classes.do}
                type="button"
                data-urgent={(failed && known.length + waiting.length === 0) || undefined}
                aria-expanded={raising}
                onClick={() => setRaising(!raising)}
              >
                <IconFlag size={20} aria-hidden />
                {t('auditChecklist.finding.raise')}
              </button>
            )}
          </>
        )}
      </div>
      {guidance && <p className="long">{item.guidance}</p>}
      {(failed || dropped || noting || item.note) && (
        <NoteField
          value={item.note}
          label={t(dropped ? 'auditChecklist.noteWhy' : 'auditChecklist.note')}
          placeholder={t(dropped ? 'auditChecklist.noteWhy' : 'auditChecklist.noteHint')}
          description={dropped && !item.note ? t('auditChecklist.noteNeeded') : undefined}
          disabled={disabled}
          onKeep={(note) => change({ note })}
        />
      )}
      <Photos photos={item.photos} />
      {raising && <FindingForm local={local} item={item} onDone={() => setRaising(false)} />}
      {waiting.map((one) => (
        <p key={one.id} className={classes.under}>
          {t('auditChecklist.finding.waiting', { title: one.title })}
        </p>
      ))}
      {known.map((one) => (
        <p key={one.id} className={classes.under}>
          <a href={`/findings/${one.reference}`}>{one.reference}</a> · {t(`auditChecklist.finding.${one.class}`)}
        </p>
      ))}
      {conflictsOf(local, item.id).map((one) => (
        <ConflictView key={one.id} local={local} item={item} conflict={one} />
      ))}
      {item.progress !== 'open' && (
        <div className={classes.does} style={{ justifyContent: 'space-between' }}>
          <p className={classes.quiet}>
            {item.entry
              ? t('auditChecklist.notSent')
              : t('auditChecklist.answeredBy', {
                  who: (item.answeredById && local.people[item.answeredById]) || '—',
                  when: answered ? instantText(answered) : '—',
                })}
          </p>
          {!disabled && (
            <button
              className={classes.do}
              type="button"
              onClick={() => void change({ progress: 'open', result: null, grade: null })}
            >
              {t('auditChecklist.clear')}
            </button>
          )}
        </div>
      )}
    </article>
  );
}
