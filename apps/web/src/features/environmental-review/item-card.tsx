import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconLeaf, IconTool } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ifMatch } from '../../api/api.js';
import { type Permission, useMay } from '../../api/session.js';
import { numberText } from '../../language/format.js';
import { Editable, EditingProvider } from '../../record/editable.js';
import { ratings } from './choices.js';
import { type Outcome, outcomes } from './outcomes.js';
import classes from './review.module.css';
import type { ReviewItem } from './use-items.js';

const ItemOutcome = lazy(async () => ({ default: (await import('./item-outcome.js')).ItemOutcome }));

const icons = { aspect: IconLeaf, nonconformity: IconAlertTriangle, action: IconTool };
const pages: Record<Outcome, string> = { aspect: 'aspects', nonconformity: 'nonconformities', action: 'actions' };
const rights: Record<Outcome, Permission> = {
  aspect: 'aspect:manage',
  nonconformity: 'nonconformity:raise',
  action: 'action:plan',
};

/** One observation: changed in place while the review runs, and what it led to or may lead to. */
export function ItemCard({
  item,
  mayEdit,
  mayFollow,
  onChanged,
}: {
  item: ReviewItem;
  mayEdit: boolean;
  /** Whether it may still become another record. */
  mayFollow: boolean;
  onChanged(): Promise<unknown>;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const [making, make] = useState<Outcome | null>(null);
  return (
    <EditingProvider
      value={{
        record: { ...item },
        name: `environmental_review_item:${item.id}`,
        readOnly: !mayEdit,
        field: (name) => t(`review.item.${name}`),
        edit: async (changes) => {
          await api.PATCH('/api/v1/environmental-review-items/{id}', {
            params: { path: { id: item.id }, header: ifMatch(item.version) },
            body: changes,
          });
          await onChanged();
        },
      }}
    >
      <li className={classes.item}>
        <div className={classes.observation}>
          <div style={{ flex: '1 1 18rem', minWidth: 0 }}>
            <Editable name="observation" kind="text" hideLabel />
          </div>
          <div className={classes.rating}>
            <Editable name="rating" kind="choice" choices={ratings} texts="review.rating" hideLabel />
          </div>
        </div>
        {item.quantity !== null && (
          <Text size="sm">
            {numberText(item.quantity)} {item.unit}
          </Text>
        )}
        <dl className={classes.proof}>
          {(item.evidence || mayEdit) && <Editable name="evidence" kind="text" />}
          {(item.clauses.length > 0 || mayEdit) && <Editable name="clauses" kind="clauses" />}
        </dl>
        <Group gap="xs" mt={6}>
          {outcomes.map((outcome) => {
            const made = item[outcome];
            const Icon = icons[outcome];
            if (made)
              return (
                <Anchor
                  key={outcome}
                  component={Link}
                  to={`/${pages[outcome]}/${made.reference}`}
                  className={classes.link}
                  fz="sm"
                >
                  <Icon size={15} aria-hidden /> {t(`review.became.${outcome}`, { reference: made.reference })}
                </Anchor>
              );
            return (
              mayFollow &&
              may(rights[outcome], 'environment') && (
                <Button
                  key={outcome}
                  size="xs"
                  variant="default"
                  leftSection={<Icon size={15} aria-hidden />}
                  onClick={() => make(outcome)}
                >
                  {t(`review.outcome.${outcome}`)}
                </Button>
              )
            );
          })}
        </Group>
        <Suspense fallback={null}>
          {making && <ItemOutcome outcome={making} item={item} onDone={onChanged} onClose={() => make(null)} />}
        </Suspense>
      </li>
    </EditingProvider>
  );
}
