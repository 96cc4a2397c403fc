import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AsOfQuery } from '#evidence';
import { CurrentTx, IfMatch, Operation, PerformTransition, RecordId, Tx } from '#platform';
import {
  ComplaintQuery,
  ComplaintRow,
  ComplaintView,
  EditComplaint,
  RaiseComplaintNonconformity,
  RegisterComplaint,
} from './complaint.dto.js';
import { ComplaintService } from './complaint.service.js';

@ApiTags('Complaints')
@Controller('complaints')
export class ComplaintController {
  constructor(private readonly complaints: ComplaintService) {}

  @Get()
  @Operation('Lists complaints', [ComplaintRow])
  list(@CurrentTx() tx: Tx, @Query() query: ComplaintQuery) {
    return this.complaints.list(tx, query);
  }

  @Get(':id')
  @Operation('Reads a complaint, now or as of an instant', ComplaintView)
  get(@CurrentTx() tx: Tx, @RecordId() id: string, @Query() { asOf }: AsOfQuery) {
    return this.complaints.get(tx, id, asOf);
  }

  @Post()
  @Operation('Registers a complaint', ComplaintView, { status: 201 })
  async register(@CurrentTx() tx: Tx, @Body() body: RegisterComplaint) {
    return this.complaints.view(tx, await this.complaints.register(tx, body));
  }

  @Patch(':id')
  @Operation('Changes fields of a complaint', ComplaintView)
  async edit(@CurrentTx() tx: Tx, @RecordId() id: string, @IfMatch() version: number, @Body() body: EditComplaint) {
    return this.complaints.view(tx, await this.complaints.edit(tx, id, version, body));
  }

  @Post(':id/transitions')
  @Operation('Moves a complaint on', ComplaintView)
  async transition(
    @CurrentTx() tx: Tx,
    @RecordId() id: string,
    @IfMatch() version: number,
    @Body() body: PerformTransition,
  ) {
    return this.complaints.view(tx, await this.complaints.transition(tx, id, version, body));
  }

  @Post(':id/nonconformity')
  @Operation('Raises the nonconformity that a justified complaint leads to', ComplaintView, {
    status: 201,
    description: 'Answers the complaint, which names the new nonconformity.',
  })
  async raiseNonconformity(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: RaiseComplaintNonconformity) {
    const { complaint } = await this.complaints.raiseNonconformity(tx, id, body);
    return this.complaints.view(tx, complaint);
  }
}
