import { Command } from 'commander';
import { explain } from '../explain.js';
import { addApiKeyCommands } from './api-key.commands.js';
import { addDoctorCommand } from './doctor.command.js';
import { addLogCommands } from './log.commands.js';
import { addOrganisationCommands } from './organisation.commands.js';
import { remark } from './terminal.js';
import { addUserCommands } from './user.commands.js';
import { addVerifyCommand } from './verify.command.js';

const program = new Command('continua')
  .description('Operates this installation of Continua; it is configured by the same environment as the server.')
  .showHelpAfterError('(add --help for what is possible)');
addUserCommands(program);
addApiKeyCommands(program);
addLogCommands(program);
addOrganisationCommands(program);
addDoctorCommand(program);
addVerifyCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  remark(explain(error));
  process.exitCode = 1;
}
