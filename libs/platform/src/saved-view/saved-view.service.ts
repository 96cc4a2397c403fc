import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { findPage, type Page } from '../http/page.js';
import { conflict, forbidden, notFound } from '../http/problem.js';
import type { Actor } from '../identity/actor.js';
import { isSame } from '../workflow/workflow.js';
import type { EditSavedView, SavedViewQuery, SaveView } from './saved-view.dto.js';
import { SavedView } from './saved-view.entity.js';

const nobody = '00000000-0000-0000-0000-000000000000';

/** One's own, and those that others share. */
export const maySeeView = (actor: Actor, view: SavedView): boolean => view.shared || isSame(actor, view.ownerId);

/** Its owner; a shared one also an administrator, because its owner may have left. */
const mayChange = (actor: Actor, view: SavedView): boolean =>
  isSame(actor, view.ownerId) || (view.shared && actor.canEverywhere('organisation:manage'));

@Injectable()
export class SavedViewService {
  /** Those that are not removed, in the order of their places unless the query sorts otherwise. */
  list(tx: Tx, query: SavedViewQuery): Promise<Page<SavedView>> {
    return findPage(
      tx,
      SavedView,
      { ...query, sort: query.sort ?? 'position' },
      {
        sort: ['position', 'name'],
        words: ['name'],
        where: [
          ['r.voidedOn IS NULL AND (r.shared OR r.ownerId = :me)', { me: tx.actor.personId ?? nobody }],
          query.page && ['r.page = :page', { page: query.page }],
        ],
      },
    );
  }

  async get(tx: Tx, id: string): Promise<SavedView> {
    const view = await tx.get(SavedView, id, 'saved view');
    if (!maySeeView(tx.actor, view)) throw notFound('saved view');
    return view;
  }

  /** 403 for an integration: a view is somebody's. */
  async save(tx: Tx, fields: SaveView): Promise<SavedView> {
    const ownerId = tx.actor.personId;
    if (!ownerId) throw forbidden('Views are saved by people', 'not-a-person');
    await tx.because('savedView.save');
    return tx.insert(SavedView, {
      ...fields,
      layout: fields.layout ?? null,
      shared: fields.shared ?? false,
      position: fields.position ?? (await this.lastPosition(tx, fields.page)) + 1,
      ownerId,
      voidedOn: null,
    });
  }

  async edit(tx: Tx, id: string, version: number, changes: EditSavedView): Promise<SavedView> {
    const view = await this.claim(tx, id, version);
    await tx.because('savedView.edit');
    return tx.update(view, changes);
  }

  /** Takes it out of all lists; it stays in the history. */
  async remove(tx: Tx, id: string, version: number): Promise<void> {
    const view = await this.claim(tx, id, version);
    await tx.because('savedView.remove');
    await tx.update(view, { voidedOn: tx.today });
  }

  private async claim(tx: Tx, id: string, version: number): Promise<SavedView> {
    await this.get(tx, id);
    const view = await tx.claim(SavedView, id, version);
    if (!mayChange(tx.actor, view))
      throw forbidden('A view is changed by its owner, a shared one also by an administrator', 'not-the-owner');
    if (view.voidedOn) throw conflict('already-void', 'The view was removed already.', '/voidedOn');
    return view;
  }

  private async lastPosition(tx: Tx, page: string): Promise<number> {
    const [row] = await tx.sql<{ last: number }>(
      `SELECT coalesce(max(position), -1) AS last FROM saved_view
       WHERE org_id = $1 AND page = $2 AND voided_on IS NULL AND (shared OR owner_id = $3) AND position < 10000`,
      [tx.actor.orgId, page, tx.actor.personId],
    );
    return row!.last;
  }
}
