import { Body, Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { CurrentTx, IfMatch, RecordId } from '../http/request.js';
import { GrantRole, Revoke, RoleGrantView } from './role-grant.dto.js';
import { RoleGrantService } from './role-grant.service.js';

@ApiTags('People')
@Controller()
export class RoleGrantController {
  constructor(private readonly grants: RoleGrantService) {}

  @Get('people/:id/role-grants')
  @Operation('Lists the roles that a person has and had', [RoleGrantView])
  async list(@CurrentTx() tx: Tx, @RecordId() id: string) {
    const grants = await this.grants.list(tx, id);
    return { items: grants.map((grant) => this.grants.view(tx, grant)), nextCursor: null };
  }

  @Post('people/:id/role-grants')
  @Operation('Gives a role to a person', RoleGrantView, { status: 201 })
  async grant(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: GrantRole) {
    return this.grants.view(tx, await this.grants.grant(tx, id, body));
  }

  @Patch('role-grants/:id')
  @Operation('Takes a role back', RoleGrantView)
  async revoke(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: Revoke) {
    return this.grants.view(tx, await this.grants.revoke(tx, id, version, body));
  }
}
