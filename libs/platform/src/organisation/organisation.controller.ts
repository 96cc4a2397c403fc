import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { shown } from '../database/record.entity.js';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { CurrentTx, IfMatch } from '../http/request.js';
import { EditOrganisation, OrganisationView } from './organisation.dto.js';
import { OrganisationService } from './organisation.service.js';

@ApiTags('Organisation')
@Controller('organisation')
export class OrganisationController {
  constructor(private readonly organisations: OrganisationService) {}

  @Get()
  @Operation('Reads the organisation of the caller', OrganisationView)
  async get(@CurrentTx() tx: Tx) {
    return shown(await this.organisations.get(tx));
  }

  @Patch()
  @Operation('Changes name, time zone or justifiable rules', OrganisationView)
  async edit(@CurrentTx() tx: Tx, @IfMatch() version: number, @Body() body: EditOrganisation) {
    return shown(await this.organisations.edit(tx, version, body));
  }
}
