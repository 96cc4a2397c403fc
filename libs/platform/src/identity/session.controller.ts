import '@fastify/cookie';
import { Body, Controller, Delete, Get, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Configuration } from '../configuration/configuration.js';
import { CurrentTx, type ContinuaRequest, Public } from '../http/request.js';
import { Operation } from '../http/operation.js';
import { Tx } from '../database/tx.js';
import { AccountService } from './account.service.js';
import {
  AcceptInvitation,
  ChangePassword,
  SessionView,
  SetUp,
  SignIn,
  SwitchOrganisation,
  viewSession,
} from './session.dto.js';
import { sessionCookie } from './token.strategies.js';

@ApiTags('Sign-in')
@Controller()
export class SessionController {
  constructor(
    private readonly accounts: AccountService,
    private readonly configuration: Configuration,
  ) {}

  @Public()
  @Post('session')
  @Operation('Signs in with e-mail and password; the session travels in a cookie', null, { status: 204 })
  async signIn(@Body() body: SignIn, @Req() request: ContinuaRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    this.setCookie(reply, await this.accounts.signIn(body, request.ip));
  }

  @Get('session')
  @Operation('Tells who is signed in and what they may do', SessionView)
  async read(@CurrentTx() tx: Tx) {
    return viewSession(tx.actor, tx.actor.accountId ? await this.accounts.memberships(tx.actor.accountId) : []);
  }

  @Patch('session')
  @Operation('Changes to another organisation of the same person', null, { status: 204 })
  async switchOrganisation(
    @CurrentTx() tx: Tx,
    @Req() request: ContinuaRequest,
    @Body() { organisationId }: SwitchOrganisation,
  ) {
    await this.accounts.switchOrganisation(tx.actor, request.sessionHash ?? '', organisationId);
  }

  @Delete('session')
  @Operation('Signs out', null, { status: 204 })
  async signOut(@Req() request: ContinuaRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    if (request.sessionHash) await this.accounts.signOut(request.sessionHash);
    reply.clearCookie(sessionCookie(this.configuration.secure), { path: '/' });
  }

  @Post('session/password')
  @Operation('Changes the own password and ends all sessions', null, { status: 204 })
  async changePassword(@CurrentTx() tx: Tx, @Body() body: ChangePassword) {
    await this.accounts.changePassword(tx, body);
  }

  @Public()
  @Post('setup')
  @Operation('Makes the first organisation and its administrator, once, and signs in', null, { status: 204 })
  async setUp(@Body() body: SetUp, @Res({ passthrough: true }) reply: FastifyReply) {
    this.setCookie(reply, await this.accounts.setUp(body));
  }

  @Public()
  @Post('invitations/accept')
  @Operation('Chooses a password with the link of an invitation, and signs in', null, { status: 204 })
  async acceptInvitation(@Body() body: AcceptInvitation, @Res({ passthrough: true }) reply: FastifyReply) {
    this.setCookie(reply, await this.accounts.acceptInvitation(body));
  }

  private setCookie(reply: FastifyReply, { token, expires }: { token: string; expires: Date }): void {
    const { secure } = this.configuration;
    reply.setCookie(sessionCookie(secure), token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires });
  }
}
