import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { Text } from '../http/fields.js';
import { PageQuery, Switch } from '../http/page.js';
import { Site } from './site.entity.js';

const choosable = ['address', 'externalRef', 'closedOn', 'workingDays', 'holidays'] as const;

/** Works Monday to Friday without holidays unless it says otherwise. */
export class OpenSite extends IntersectionType(
  PickType(Site, ['code', 'name'] as const),
  PartialType(PickType(Site, choosable), { skipNullProperties: false }),
) {}

export class EditSite extends PartialType(PickType(Site, ['code', 'name', ...choosable] as const), {
  skipNullProperties: false,
}) {
  @Text({ max: 2000, optional: true, description: 'Why' }) reason?: string;
}

export class SiteQuery extends PageQuery {
  @Switch('Only sites that are not closed, or only closed ones') open?: boolean;
}

export class SiteView extends OmitType(Site, ['orgId'] as const) {}
