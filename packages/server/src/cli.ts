import { Command, InvalidArgumentError } from 'commander';
import { scopesOfRole, staffRoles, type StaffRole } from '@entente/contracts/permissions';
import { ConfigError } from './platform/config.ts';
import { DatabaseStartError } from './platform/postgres/index.ts';
import { Problem } from '@entente/kernel';
import { createApiKeyCommand } from './commands/api-key.ts';
import { createPersonCommand } from './commands/person.ts';
import { createWorkspaceCommand } from './commands/workspace.ts';
import { importCommand, undoImportCommand } from './commands/import.ts';
import { verifyLedgerCommand } from './commands/ledger.ts';
import { mailboxCommand } from './commands/mailbox.ts';
import { start } from './commands/start.ts';
import { StartError } from './commands/start-error.ts';

const program = new Command('entente').description('Ecosystem orchestration on one Deal record.').showHelpAfterError();

program
  .command('start')
  .description('start the database, the server and the worker')
  .option('--empty', 'no sample ecosystem on the first run')
  .action(async (options: { empty?: boolean }) => start({ empty: options.empty === true }));

const workspace = program.command('workspace').description('workspaces');
workspace
  .command('create')
  .description('create a workspace with its owner')
  .requiredOption('--slug <slug>', 'short name, such as acme')
  .requiredOption('--name <name>', 'name people see')
  .requiredOption('--owner <mail>', 'mail address of the owner')
  .option('--currency <code>', 'base currency', 'EUR')
  .action(createWorkspaceCommand);

program
  .command('person')
  .description('people')
  .command('add')
  .description('add a person; a sign-in link is printed')
  .requiredOption('--workspace <slug>')
  .requiredOption('--email <mail>')
  .requiredOption('--name <name>')
  .requiredOption('--role <role>', staffRoles.join(', '), role)
  .action(createPersonCommand);

program
  .command('api-key')
  .description('API keys')
  .command('create')
  .description('create a key; it is shown once')
  .requiredOption('--workspace <slug>')
  .requiredOption('--role <role>', staffRoles.join(', '), role)
  .option('--name <name>', 'what it is for', 'command line')
  .action(createApiKeyCommand);

program
  .command('import')
  .description('import CSV or XLSX files, in the order their references need')
  .argument('<files...>')
  .requiredOption('--workspace <slug>')
  .option('--dry-run', 'say what would happen, change nothing')
  .option('--target <kind>', 'what the rows are, when it is not clear from the file')
  .action(importCommand);
program.command('undo-import').description('take back an import').argument('<id>').requiredOption('--workspace <slug>').action(undoImportCommand);

program
  .command('ledger')
  .description('the books')
  .command('verify')
  .description('walk the chain of the ledger and read every entry again')
  .requiredOption('--workspace <slug>')
  .option('--expect <seal>', 'sequence:hash noted down before; it must still be in the chain')
  .action(verifyLedgerCommand);

program
  .command('mailbox')
  .description('print the newest mails with their links, sign-in links included')
  .option('--last <number>', 'how many', atMost(1_000), 10)
  .option('--to <mail>', 'only to this address')
  .action(mailboxCommand);

function atMost(most: number): (text: string) => number {
  return (text) => {
    const wanted = Number(text);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > most) throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`);
    return wanted;
  };
}

function role(text: string): StaffRole {
  if (!(text in scopesOfRole) || !(staffRoles as readonly string[]).includes(text)) throw new InvalidArgumentError(`It is one of ${staffRoles.join(', ')}.`);
  return text as StaffRole;
}

try {
  await program.parseAsync();
} catch (error) {
  // What a person can act on is one sentence; only a fault of ours shows where it happened.
  const expected = error instanceof ConfigError || error instanceof DatabaseStartError || error instanceof StartError || error instanceof Problem;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
