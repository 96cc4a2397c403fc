import { Injectable } from '@nestjs/common';
import { findPage, forbidden, invalid, notFound, type Page, PageQuery, shown, type Tx } from '#platform';
import { keyOf, labelsOf } from '../record-type/record-owner.js';
import { RecordTypes } from '../record-type/record-types.js';
import { dueRecords } from './due.js';
import type { DueRecord, EditRetentionRule, RetentionRuleView, SetRetentionRule } from './retention.dto.js';
import { RetentionRule, usualYears } from './retention-rule.entity.js';
import { mayManage, mayRead } from './retention.policy.js';

/** How long records are kept, and which need not be kept any longer. */
@Injectable()
export class RetentionService {
  constructor(private readonly types: RecordTypes) {
    types.register<RetentionRule>({
      name: 'retention_rule',
      path: 'retention-rules',
      title: 'Retention rule',
      titles: 'Retention rules',
      entity: RetentionRule,
      mayRead,
      label: ({ recordType }) => types.all().find(({ name }) => name === recordType)?.titles ?? recordType,
      scope: {},
    });
  }

  async list(tx: Tx, query: PageQuery): Promise<Page<RetentionRuleView>> {
    if (!mayRead(tx.actor)) throw forbidden();
    const page = await findPage(tx, RetentionRule, query, { sort: ['recordType', 'years'] });
    return { ...page, items: page.items.map(shown) };
  }

  async get(tx: Tx, id: string): Promise<RetentionRuleView> {
    if (!mayRead(tx.actor)) throw notFound();
    return shown(await tx.get(RetentionRule, id));
  }

  /** 409 when the kind has a rule, 422 for one whose records never end or a short time without a basis. */
  async set(tx: Tx, { recordType, years, starts, basis = null }: SetRetentionRule): Promise<RetentionRuleView> {
    if (!mayManage(tx.actor)) throw forbidden();
    if (!this.types.all().some(({ name, endedOn }) => name === recordType && endedOn))
      throw invalid({
        code: 'never-ends',
        field: '/recordType',
        message: 'Records of this kind have no end from which a time could count.',
      });
    requireBasis(years, basis);
    await tx.because('retentionRule.set');
    return shown(await tx.insert(RetentionRule, { recordType, years, starts, basis }));
  }

  async edit(
    tx: Tx,
    id: string,
    version: number,
    { reason, ...changes }: EditRetentionRule,
  ): Promise<RetentionRuleView> {
    if (!mayRead(tx.actor)) throw notFound();
    if (!mayManage(tx.actor)) throw forbidden();
    const rule = await tx.claim(RetentionRule, id, version);
    const { years, basis } = { ...rule, ...changes };
    requireBasis(years, basis);
    await tx.because('retentionRule.edit', reason);
    return shown(await tx.update(rule, changes));
  }

  /** What is due by the rules of now, oldest first; at most 200 of a kind. */
  async due(tx: Tx, recordType: string | undefined): Promise<DueRecord[]> {
    if (!mayRead(tx.actor)) throw forbidden();
    const found: Omit<DueRecord, 'label'>[] = [];
    for (const rule of await tx.all(RetentionRule, recordType ? { recordType } : {})) {
      const records = await dueRecords(tx, this.types, rule);
      found.push(...records.map((record) => ({ ...record, recordType: rule.recordType })));
    }
    const labels = await labelsOf(tx, this.types, found);
    return found.map((record) => ({ ...record, label: labels.get(keyOf(record)) ?? record.reference ?? '' }));
  }
}

function requireBasis(years: number, basis: string | null): void {
  if (years < usualYears && !basis)
    throw invalid({
      code: 'basis-missing',
      field: '/basis',
      message: `Less than ${usualYears} years, a certification cycle and a year, needs a basis.`,
      values: { years: usualYears },
    });
}
