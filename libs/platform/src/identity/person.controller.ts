import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Tx } from '../database/tx.js';
import { Operation } from '../http/operation.js';
import { CurrentTx, IfMatch, RecordId, ShownOnce } from '../http/request.js';
import { EditPerson, InvitationView, PersonQuery, PersonView, RegisterPerson } from './person.dto.js';
import { PersonService } from './person.service.js';

@ApiTags('People')
@Controller('people')
export class PersonController {
  constructor(private readonly people: PersonService) {}

  @Get()
  @Operation('Lists people', [PersonView])
  list(@CurrentTx() tx: Tx, @Query() query: PersonQuery) {
    return this.people.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a person', PersonView)
  async get(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.people.view(tx, await this.people.get(tx, id));
  }

  @Post()
  @Operation('Registers a person', PersonView, { status: 201 })
  async register(@CurrentTx() tx: Tx, @Body() body: RegisterPerson) {
    return this.people.view(tx, await this.people.register(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of a person, or notes that they leave', PersonView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditPerson) {
    return this.people.view(tx, await this.people.edit(tx, id, version, body));
  }

  @Post(':id/invitation')
  @ShownOnce('link')
  @Operation('Makes the link with which the person chooses a password', InvitationView, { status: 201 })
  invite(@CurrentTx() tx: Tx, @RecordId() id: string) {
    return this.people.invite(tx, id);
  }
}
