import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, lchownSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { canEnter, CommandError, handOver, run, type ServerAccount } from './embedded-account.js';
