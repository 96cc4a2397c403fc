import { Module } from '@nestjs/common';
import { AspectFigureController } from './aspect-figure.controller.js';
import { AspectFigureService } from './aspect-figure.service.js';

@Module({ controllers: [AspectFigureController], providers: [AspectFigureService] })
export class AspectFigureModule {}
