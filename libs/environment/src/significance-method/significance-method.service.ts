import { Injectable } from '@nestjs/common';
import { HistoryService } from '#evidence';
import { findPage, forbidden, invalid, notFound, type Page, shown, type Tx } from '#platform';
import { installDefaultMethods } from './install-default-methods.js';
import type {
  CurrentMethodVersion,
  DefineMethod,
  EditMethod,
  MethodQuery,
  SignificanceMethodView,
} from './significance-method.dto.js';
import { SignificanceMethod, SignificanceMethodVersion } from './significance-method.entity.js';
import { mayApprove, mayDraft, mayRead } from './significance-method.policy.js';
import { checkMethod, type MethodDefinition } from './significance.js';

const environment = { disciplines: ['environment' as const] };

/** In what a list looks for words. */
export const methodWords = ['code', 'name'];

@Injectable()
export class SignificanceMethodService {
  constructor(private readonly history: HistoryService) {}

  async list(tx: Tx, query: MethodQuery): Promise<Page<SignificanceMethodView>> {
    const readable = tx.actor.disciplinesFor('aspect:read');
    const page = await findPage(tx, SignificanceMethod, query, {
      sort: ['code', 'name', 'updatedAt'],
      words: methodWords,
      where: [['r.disciplines && :readable', { readable }]],
    });
    return { ...page, items: await this.views(tx, page.items) };
  }

  async get(tx: Tx, id: string, asOf?: string): Promise<SignificanceMethodView> {
    const method = await this.history.read(tx, SignificanceMethod, id, asOf);
    if (!mayRead(tx.actor, method)) throw notFound();
    return (await this.views(tx, [method], asOf))[0]!;
  }

  async view(tx: Tx, method: SignificanceMethod): Promise<SignificanceMethodView> {
    return (await this.views(tx, [method]))[0]!;
  }

  /** Starts a method with the draft of its first version. */
  async define(tx: Tx, { definition, ...fields }: DefineMethod): Promise<SignificanceMethod> {
    if (!mayDraft(tx.actor, environment)) throw forbidden('Methods are written by the environmental manager');
    requireSoundDefinition(definition);
    await tx.because('significanceMethod.define');
    const method = await tx.insert(SignificanceMethod, { purpose: null, ...fields, ...environment });
    await tx.insert(SignificanceMethodVersion, newDraft(tx, method.id, 1, definition, null));
    return method;
  }

  async edit(tx: Tx, id: string, version: number, changes: EditMethod): Promise<SignificanceMethod> {
    const method = await tx.claim(SignificanceMethod, id, version);
    if (!mayRead(tx.actor, method)) throw notFound();
    if (!mayDraft(tx.actor, method)) throw forbidden('Methods are written by the environmental manager');
    await tx.because('significanceMethod.edit');
    return tx.update(method, changes);
  }

  /** Publishes those of the methods M1 to M4 that are not there yet, with the caller as approver, and answers all. */
  async installDefaults(tx: Tx): Promise<SignificanceMethodView[]> {
    if (!mayApprove(tx.actor, environment))
      throw forbidden('Methods are approved by the environmental manager or top management');
    await installDefaultMethods(tx);
    return this.views(tx, await tx.all(SignificanceMethod, {}));
  }

  private async views(tx: Tx, methods: SignificanceMethod[], asOf?: string): Promise<SignificanceMethodView[]> {
    const rows = await tx.sql<CurrentMethodVersion & { methodId: string }>(
      `SELECT DISTINCT ON (v.method_id) v.method_id AS "methodId", v.id, v.version_number AS "versionNumber", v.published_on::text AS "publishedOn"
       FROM significance_method_version v
       WHERE v.org_id = $1 AND v.method_id = ANY ($2) AND v.state = 'published' AND ($3::timestamptz IS NULL OR v.updated_at <= $3)
       ORDER BY v.method_id, v.version_number DESC`,
      [tx.actor.orgId, methods.map(({ id }) => id), asOf ?? null],
    );
    const current = new Map(rows.map(({ methodId, ...version }) => [methodId, version]));
    return methods.map((method) => ({ ...shown(method), currentVersion: current.get(method.id) ?? null }));
  }
}

/** 422 with pointers into `/definition` for a definition that decides nothing or contradicts itself. */
export function requireSoundDefinition(definition: MethodDefinition): void {
  const mistakes = checkMethod(definition);
  if (mistakes.length > 0)
    throw invalid(...mistakes.map(({ pointer, ...mistake }) => ({ ...mistake, field: `/definition${pointer}` })));
}

export const newDraft = (
  tx: Tx,
  methodId: string,
  versionNumber: number,
  definition: MethodDefinition,
  changeNote: string | null,
) => ({
  methodId,
  versionNumber,
  state: 'draft' as const,
  definition,
  changeNote,
  authorIds: tx.actor.personId ? [tx.actor.personId] : [],
  approvedById: null,
  publishedOn: null,
  flags: [],
});
