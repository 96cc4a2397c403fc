import { Module } from '@nestjs/common';
import { StandardController } from './standard.controller.js';

@Module({ controllers: [StandardController] })
export class StandardModule {}
