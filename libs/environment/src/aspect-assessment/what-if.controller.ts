import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentTx, Operation, RecordId, Tx } from '#platform';
import { TryDefinition, WhatIf } from './aspect-assessment.dto.js';
import { WhatIfService } from './what-if.service.js';

@ApiTags('Significance methods')
@Controller('significance-method-versions')
export class WhatIfController {
  constructor(private readonly whatIfs: WhatIfService) {}

  @Post(':id/what-if')
  @Operation('Tells which aspects would change sides; writes nothing', WhatIf)
  whatIf(@CurrentTx() tx: Tx, @RecordId() id: string, @Body() body: TryDefinition) {
    return this.whatIfs.whatIf(tx, id, body);
  }
}
