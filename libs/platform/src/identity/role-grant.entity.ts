import { Entity } from 'typeorm';
import { type Discipline, disciplines, RecordEntity } from '../database/record.entity.js';
import { Choice, Choices, Day, Instant, Reference, References } from '../http/fields.js';
import { type Role, roleNames } from './roles.js';

/** One role of one person, for some disciplines and sites, for a time. */
@Entity()
export class RoleGrant extends RecordEntity {
  @Reference() personId: string;
  @Choice(roleNames) role: Role;
  @Choices(disciplines) disciplines: Discipline[];
  @References({ nullable: true, min: 1, description: 'Null for all sites' }) siteIds: string[] | null;
  @Day({ nullable: true }) validFrom: string | null;
  @Day({ nullable: true, description: 'Last day, for instance of an external auditor' }) validUntil: string | null;
  @Instant({ nullable: true }) revokedAt: string | null;
}
