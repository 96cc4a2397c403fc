import { Modal, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { useSession } from '../../api/session.js';
import { DayField, PersonField } from '../../form/fields.js';
import { RecordForm } from '../../form/record-form.js';
import { tell } from '../../shell/tell.js';
import { AspectFields, aspectBody, checkAspect, emptyAspect } from '../aspect/aspect-fields.js';
import type { Outcome } from './outcomes.js';
import type { ReviewItem } from './use-items.js';

interface Props {
  item: ReviewItem;
  onDone(): Promise<unknown>;
  onClose(): void;
}

/** Turns an observation into the record that it leads to; most is filled in already, and both name each other. */
export function ItemOutcome({ outcome, ...props }: Props & { outcome: Outcome }) {
  const { t } = useTranslation();
  const Form = { aspect: ToAspect, nonconformity: ToNonconformity, action: ToAction }[outcome];
  return (
    <Modal
      opened
      onClose={props.onClose}
      size={outcome === 'aspect' ? 'xl' : 'lg'}
      title={t(`review.outcome.${outcome}`)}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Form {...props} />
    </Modal>
  );
}

const request = (item: ReviewItem, key: string) => ({ path: { id: item.id }, header: { 'Idempotency-Key': key } });

function useFinish({ onDone, onClose }: Props, outcome: Outcome) {
  const { t } = useTranslation();
  return async () => {
    await onDone();
    tell(t(`review.did.${outcome}`));
    onClose();
  };
}

/** A title has one line. */
const firstLine = (text: string) => {
  const line = text.split('\n')[0]!.trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
};

function ToAspect(props: Props) {
  const { t } = useTranslation();
  const { item, onClose } = props;
  const finish = useFinish(props, 'aspect');
  return (
    <RecordForm
      inside
      name={`environmental-review-items/${item.id}/aspect`}
      title={t('review.outcome.aspect')}
      submit={t('aspect.register')}
      onCancel={onClose}
      empty={{ ...emptyAspect(item.siteId), title: firstLine(item.observation) }}
      check={checkAspect}
      send={async (values, key) => {
        await api.POST('/api/v1/environmental-review-items/{id}/aspect', {
          params: request(item, key),
          body: aspectBody(values),
        });
        await finish();
      }}
    >
      {({ field }) => <AspectFields field={field} fixedSite={item.siteId !== null} />}
    </RecordForm>
  );
}

function ToNonconformity(props: Props) {
  const { t } = useTranslation();
  const { item, onClose } = props;
  const finish = useFinish(props, 'nonconformity');
  const label = (name: string) => t(`nonconformity.field.${name}`);
  return (
    <RecordForm
      inside
      name={`environmental-review-items/${item.id}/nonconformity`}
      title={t('review.outcome.nonconformity')}
      submit={t('nonconformity.report')}
      onCancel={onClose}
      empty={{
        title: firstLine(item.observation),
        requirement: item.clauses.join(', '),
        evidence: item.evidence ?? item.observation,
        statement: item.observation,
        ownerId: null as string | null,
      }}
      check={(values) =>
        Object.fromEntries(
          (['title', 'requirement', 'evidence', 'statement'] as const)
            .filter((name) => !values[name].trim())
            .map((name) => [name, t('form.missing', { what: label(name) })]),
        )
      }
      send={async (values, key) => {
        await api.POST('/api/v1/environmental-review-items/{id}/nonconformity', {
          params: request(item, key),
          body: {
            title: values.title.trim(),
            requirement: values.requirement.trim(),
            evidence: values.evidence.trim(),
            statement: values.statement.trim(),
            ownerId: values.ownerId,
          },
        });
        await finish();
      }}
    >
      {({ field }) => (
        <>
          <TextInput label={label('title')} required maxLength={200} data-autofocus {...field('title')} />
          <Textarea
            label={label('requirement')}
            description={t('nonconformity.help.requirement')}
            required
            {...field('requirement')}
          />
          <Textarea label={label('evidence')} required {...field('evidence')} />
          <Textarea label={label('statement')} required {...field('statement')} />
          <PersonField label={label('ownerId')} {...field('ownerId')} />
        </>
      )}
    </RecordForm>
  );
}

function ToAction(props: Props) {
  const { t } = useTranslation();
  const { personId } = useSession();
  const { item, onClose } = props;
  const finish = useFinish(props, 'action');
  const label = (name: string) => t(`review.action.${name}`);
  return (
    <RecordForm
      inside
      name={`environmental-review-items/${item.id}/action`}
      title={t('review.outcome.action')}
      submit={t('make.action')}
      onCancel={onClose}
      empty={{
        title: firstLine(item.observation),
        ownerId: personId,
        dueOn: null as string | null,
        description: '',
        deliverable: '',
      }}
      check={({ title, ownerId, dueOn }) => ({
        ...(!title.trim() && { title: t('form.missing', { what: label('title') }) }),
        ...(!ownerId && { ownerId: t('form.missing', { what: label('ownerId') }) }),
        ...(!dueOn && { dueOn: t('form.missing', { what: label('dueOn') }) }),
      })}
      send={async (values, key) => {
        await api.POST('/api/v1/environmental-review-items/{id}/action', {
          params: request(item, key),
          body: {
            title: values.title.trim(),
            ownerId: values.ownerId!,
            dueOn: values.dueOn!,
            description: values.description.trim() || null,
            deliverable: values.deliverable.trim() || null,
          },
        });
        await finish();
      }}
    >
      {({ field }) => (
        <>
          <TextInput label={label('title')} required maxLength={200} data-autofocus {...field('title')} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PersonField label={label('ownerId')} required {...field('ownerId')} />
            <DayField label={label('dueOn')} required {...field('dueOn')} />
          </SimpleGrid>
          <Textarea label={label('description')} {...field('description')} />
          <Textarea
            label={label('deliverable')}
            description={t('review.help.deliverable')}
            minRows={1}
            {...field('deliverable')}
          />
        </>
      )}
    </RecordForm>
  );
}
