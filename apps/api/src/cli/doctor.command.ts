import type { Command } from 'commander';
import { examine } from '../doctor/doctor.js';
import { print } from './terminal.js';

/** `doctor`: what is wrong with this installation and what to do. Ends with 1 when something must be done now. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('says what is wrong with this installation and what to do about it')
    .action(async () => {
      const findings = await examine(process.env);
      for (const { level, subject, message, advice } of findings) {
        print(`${level.padEnd(4)}  ${subject}: ${message}`);
        if (advice) print(`      → ${advice}`);
      }
      if (findings.some(({ level }) => level === 'FAIL')) process.exitCode = 1;
    });
}
