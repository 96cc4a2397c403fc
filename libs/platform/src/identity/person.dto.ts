import { ApiProperty, IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import { Text } from '../http/fields.js';
import { PageQuery, Switch } from '../http/page.js';
import { Person } from './person.entity.js';
import { type Role, roleNames } from './roles.js';

/** Only a name is needed for someone who is named in records but does not sign in. */
export class RegisterPerson extends IntersectionType(
  PickType(Person, ['name'] as const),
  PartialType(PickType(Person, ['email', 'jobTitle'] as const), { skipNullProperties: false }),
) {}

export class EditPerson extends PartialType(PickType(Person, ['name', 'email', 'jobTitle', 'leftOn'] as const), {
  skipNullProperties: false,
}) {
  @Text({ max: 2000, optional: true, description: 'Why' }) reason?: string;
}

export class PersonQuery extends PageQuery {
  @Switch('Only people who have not left, or only those who have') present?: boolean;
}

export class PersonView extends PickType(Person, [
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'name',
  'jobTitle',
  'leftOn',
] as const) {
  @ApiProperty({
    type: String,
    nullable: true,
    required: false,
    description: 'Shown to the person and to those who manage people',
    example: 'eva@example.org',
  })
  email?: string | null;
  @ApiProperty({ description: 'Has chosen a password and has not left' }) canSignIn: boolean;
  @ApiProperty({ enum: roleNames, isArray: true, description: 'Roles in force today' }) roles: Role[];
}

/** The link is shown once and works once. */
export class InvitationView {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://continua.example.org/invitation#token=Zk3…',
    description: 'Where the person chooses a password; null in the answer to a repeated request',
  })
  link: string | null;
  @ApiProperty({ format: 'date', example: '2026-03-09' }) expiresOn: string;
}
