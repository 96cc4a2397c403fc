import { Entity } from 'typeorm';
import { type Discipline, disciplines, RecordEntity } from '../database/record.entity.js';
import { Choices, Code, Day, Instant, References, Text } from '../http/fields.js';
import { type Permission, roles } from './roles.js';

/** With what an integration signs in. The key itself is shown once; only its digest is stored. */
@Entity()
export class ApiKey extends RecordEntity {
  @Text({ max: 200, example: 'ERP import' }) name: string;
  @Code({ max: 4, example: 'x7Qa', description: 'How the key ends' }) hint: string;
  @Code({ max: 43 }) keyHash: string;
  @Choices(roles.integration, { description: 'What it may do; never more than an integration may' })
  permissions: Permission[];
  @Choices(disciplines) disciplines: Discipline[];
  @References({ nullable: true, min: 1, description: 'Null for all sites' }) siteIds: string[] | null;
  @Code({
    max: 60,
    description: 'Who made it, as it stands in the history',
    example: 'p:0199b8a1-0000-7000-8000-000000000001',
  })
  createdBy: string;
  @Day({ nullable: true, description: 'Last day on which it works' }) expiresOn: string | null;
  @Instant({ nullable: true }) revokedAt: string | null;
}
