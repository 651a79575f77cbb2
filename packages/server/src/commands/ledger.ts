import { Problem } from '@entente/kernel';
import { withModules } from './with-modules.ts';

/** Ends with an error where the chain is broken, so that a schedule outside can watch it. */
export async function verifyLedgerCommand(options: { workspace: string; expect?: string }): Promise<void> {
  const expected = options.expect === undefined ? null : noted(options.expect);
  await withModules(async ({ modules, workspaceId }) => {
    const tenantId = await workspaceId(options.workspace);
    const found = await modules.money.ledger.walk(tenantId, (done, total) => console.error(`${done} of ${total}`), expected);
    console.log(found.sentence);
    if (found.broken) {
      if (found.broken.transactionId !== null) console.log(`Transaction ${found.broken.transactionId}`);
      process.exitCode = 1;
    } else if (found.headSequence > 0) console.log(`Head: ${found.headSequence}:${found.headHash}`);
  });
}

function noted(text: string): { sequence: number; hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new Problem('invalid_input', 'A seal is noted down as its number, a colon and its hash, as this command prints it.');
  return { sequence: Number(sequence), hash };
}
