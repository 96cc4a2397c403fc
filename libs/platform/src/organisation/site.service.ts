import { Injectable } from '@nestjs/common';
import { Tx } from '../database/tx.js';
import { findPage, type Page } from '../http/page.js';
import { forbidden, invalid } from '../http/problem.js';
import type { EditSite, OpenSite, SiteQuery } from './site.dto.js';
import { Site } from './site.entity.js';

/** In what a list looks for words. */
export const siteWords = ['code', 'name', 'address', 'external_ref'];

@Injectable()
export class SiteService {
  list(tx: Tx, query: SiteQuery): Promise<Page<Site>> {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    const open = '(r.closedOn IS NULL OR r.closedOn > :today)';
    return findPage(tx, Site, query, {
      sort: ['code', 'name'],
      words: siteWords,
      where: [query.open !== undefined && [query.open ? open : `NOT ${open}`, { today: tx.today }]],
    });
  }

  get(tx: Tx, id: string): Promise<Site> {
    if (!tx.actor.can('organisation:read')) throw forbidden();
    return tx.get(Site, id, 'site');
  }

  async open(tx: Tx, fields: OpenSite): Promise<Site> {
    if (!tx.actor.canEverywhere('organisation:manage')) throw forbidden();
    await tx.because('site.open');
    return tx.insert(Site, {
      code: fields.code,
      name: fields.name,
      address: fields.address ?? null,
      externalRef: fields.externalRef ?? null,
      closedOn: fields.closedOn ?? null,
      workingDays: fields.workingDays ?? [1, 2, 3, 4, 5],
      holidays: fields.holidays ?? [],
    });
  }

  async edit(tx: Tx, id: string, version: number, { reason, ...changes }: EditSite): Promise<Site> {
    if (!tx.actor.canEverywhere('organisation:manage')) throw forbidden();
    const site = await tx.claim(Site, id, version);
    await tx.because('site.edit', reason);
    return tx.update(site, changes);
  }
}

/** 422 when one of the sites does not exist for the caller; null stands for all sites. */
export async function requireSites(tx: Tx, siteIds: readonly string[] | null | undefined): Promise<void> {
  if (!siteIds || siteIds.length === 0) return;
  const rows = await tx.sql<{ id: string }>('SELECT id FROM site WHERE org_id = $1 AND id = ANY ($2)', [
    tx.actor.orgId,
    siteIds,
  ]);
  const known = new Set(rows.map(({ id }) => id));
  const unknown = siteIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ code: 'unknown-reference', field: `/siteIds/${index}`, message: 'There is no such site.' }],
  );
  if (unknown.length > 0) throw invalid(...unknown);
}
