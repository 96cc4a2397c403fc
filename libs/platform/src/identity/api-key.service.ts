import { Injectable } from '@nestjs/common';
import { Tx } from '../database/tx.js';
import { findPage, type Page } from '../http/page.js';
import { conflict, forbidden, invalid } from '../http/problem.js';
import { requireSites } from '../organisation/site.service.js';
import type { ApiKeyQuery, ApiKeyView, MakeApiKey, NewApiKey } from './api-key.dto.js';
import { ApiKey } from './api-key.entity.js';
import type { Revoke } from './role-grant.dto.js';
import { hashToken, newToken } from './secrets.js';

@Injectable()
export class ApiKeyService {
  async list(tx: Tx, query: ApiKeyQuery): Promise<Page<ApiKeyView>> {
    requireAdministrator(tx);
    const active = '(r.revokedAt IS NULL AND (r.expiresOn IS NULL OR r.expiresOn >= :today))';
    const page = await findPage(tx, ApiKey, query, {
      sort: ['name', 'expiresOn'],
      words: ['name', 'hint'],
      where: [query.active !== undefined && [query.active ? active : `NOT ${active}`, { today: tx.today }]],
    });
    return { ...page, items: await this.viewAll(tx, page.items) };
  }

  async get(tx: Tx, id: string): Promise<ApiKeyView> {
    requireAdministrator(tx);
    return this.view(tx, await tx.get(ApiKey, id, 'API key'));
  }

  async view(tx: Tx, key: ApiKey): Promise<ApiKeyView> {
    const [view] = await this.viewAll(tx, [key]);
    return view!;
  }

  private async viewAll(tx: Tx, keys: ApiKey[]): Promise<ApiKeyView[]> {
    const rows = await tx.sql<{ key_hash: string; last_used_at: Date }>(
      'SELECT key_hash, last_used_at FROM identity.api_key_last_use($1)',
      [keys.map(({ keyHash }) => keyHash)],
    );
    const lastUse = new Map(rows.map((row) => [row.key_hash, row.last_used_at.toISOString()]));
    return keys.map(({ orgId: _org, keyHash, ...key }) => ({
      ...key,
      active: key.revokedAt === null && !(key.expiresOn && key.expiresOn < tx.today),
      lastUsedAt: lastUse.get(keyHash) ?? null,
    }));
  }

  /** Makes a key; the answer is the only place where it can be read. */
  async make(tx: Tx, fields: MakeApiKey): Promise<NewApiKey> {
    requireAdministrator(tx);
    if (fields.expiresOn && fields.expiresOn < tx.today)
      throw invalid({ code: 'too-early', field: '/expiresOn', message: 'The day has passed already.' });
    await requireSites(tx, fields.siteIds);
    const key = `ck_${newToken()}`;
    await tx.because('apiKey.make');
    const record = await tx.insert(ApiKey, {
      name: fields.name,
      hint: key.slice(-4),
      keyHash: hashToken(key),
      permissions: fields.permissions,
      disciplines: fields.disciplines,
      siteIds: fields.siteIds ?? null,
      createdBy: tx.actor.key,
      expiresOn: fields.expiresOn ?? null,
      revokedAt: null,
    });
    return { ...(await this.view(tx, record)), key };
  }

  /** From now on the key is unknown. */
  async revoke(
    tx: Tx,
    id: string,
    version: number | undefined,
    { reason }: Pick<Revoke, 'reason'>,
  ): Promise<ApiKeyView> {
    requireAdministrator(tx);
    const record = await tx.claim(ApiKey, id, version);
    if (record.revokedAt) throw conflict('revoked', 'The key was revoked already.');
    await tx.because('apiKey.revoke', reason);
    return this.view(tx, await tx.update(record, { revokedAt: new Date().toISOString() }));
  }
}

function requireAdministrator(tx: Tx): void {
  if (!tx.actor.canEverywhere('apiKey:manage')) throw forbidden();
}
