import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Code } from '../http/fields.js';
import { PageQuery } from '../http/page.js';
import { SavedView } from './saved-view.entity.js';

const choosable = ['layout', 'shared', 'position'] as const;

/** For oneself, without a layout and as the last one, unless it says otherwise. */
export class SaveView extends IntersectionType(
  PickType(SavedView, ['name', 'page', 'query'] as const),
  PartialType(PickType(SavedView, choosable), { skipNullProperties: false }),
) {}

/** Send only what changes. */
export class EditSavedView extends PartialType(PickType(SavedView, ['name', 'query', ...choosable] as const), {
  skipNullProperties: false,
}) {}

export class SavedViewQuery extends PageQuery {
  @Code({ optional: true, max: 60, example: 'nonconformities' }) page?: string;
}

export class SavedViewView extends OmitType(SavedView, ['orgId'] as const) {}
