import { ApiProperty } from '@nestjs/swagger';
import { Code, Reference, Text } from '../http/fields.js';
import type { Actor } from './actor.js';
import { type Permission, permissions } from './roles.js';
import { type Discipline, disciplines } from '../database/record.entity.js';

export class SignIn {
  @Code({ max: 254, example: 'quality@example.org' }) email: string;
  @Text({ max: 200, example: 'correct horse battery staple' }) password: string;
  @Reference({ optional: true, description: 'Which organisation, for people of several' }) organisationId?: string;
}

export class SwitchOrganisation {
  @Reference() organisationId: string;
}

export class ChangePassword {
  @Text({ max: 200 }) currentPassword: string;
  @Text({ min: 12, max: 200, description: 'At least 12 characters' }) newPassword: string;
}

export class SetUp {
  @Code({ max: 100, description: 'From the link that the first start printed' }) token: string;
  @Text({ max: 200, example: 'Example Metal Works' }) organisation: string;
  @Code({ max: 60, example: 'Europe/Berlin' }) timeZone: string;
  @Text({ max: 200, example: 'Ada Example' }) name: string;
  @Code({ max: 254, pattern: /^[^\s@]+@[^\s@]+$/, example: 'ada@example.org' }) email: string;
  @Text({ min: 12, max: 200, description: 'At least 12 characters' }) password: string;
}

export class AcceptInvitation {
  @Code({ max: 100 }) token: string;
  @Text({ min: 12, max: 200, description: 'At least 12 characters; with an account already, its password' })
  password: string;
}

export class Membership {
  @ApiProperty({ format: 'uuid' }) organisationId: string;
  @ApiProperty() organisation: string;
}

export class PermissionView {
  @ApiProperty({ enum: permissions }) permission: Permission;
  @ApiProperty({ enum: disciplines, isArray: true }) disciplines: Discipline[];
}

/** Who is signed in, and what they may do in general; what they may do with a record is told with the record. */
export class SessionView {
  @ApiProperty({ format: 'uuid' }) organisationId: string;
  @ApiProperty({ nullable: true, type: String, format: 'uuid' }) personId: string | null;
  @ApiProperty() name: string;
  @ApiProperty() timeZone: string;
  @ApiProperty({ type: [Membership] }) memberships: Membership[];
  @ApiProperty({ type: [PermissionView] }) permissions: PermissionView[];
}

export const viewSession = (actor: Actor, memberships: Membership[]): SessionView => ({
  organisationId: actor.orgId,
  personId: actor.personId,
  name: actor.name,
  timeZone: actor.timeZone,
  memberships,
  permissions: permissions
    .filter((permission) => actor.can(permission))
    .map((permission) => ({ permission, disciplines: actor.disciplinesFor(permission) })),
});
