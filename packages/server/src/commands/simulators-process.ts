import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type SimulatorsProcess = { readonly url: string; stop(): Promise<void> };

const main = fileURLToPath(new URL('../../../simulators/src/main.ts', import.meta.url));
const READY_MS = 15_000;

/**
 * The outside world of the sample ecosystem, as a process of its own: what it takes is not the product's, and it can be restarted
 * without it. Null when it cannot start, such as when its port is taken: the product works without.
 */
export async function startSimulatorsProcess(options: {
  readonly port: number;
  readonly file: string;
  readonly say: (sentence: string) => void;
}): Promise<SimulatorsProcess | null> {
  const child = spawn(process.execPath, [main, '--port', String(options.port), '--file', options.file, '--attached'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ready = await becameReady(child);
  if (!ready) {
    child.kill('SIGTERM');
    options.say(
      `The simulators of outside systems could not start on port ${options.port}; everything else works. Free the port or set SIMULATORS_URL, and start again.`,
    );
    return null;
  }
  return {
    url: `http://127.0.0.1:${options.port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function becameReady(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), READY_MS);
    const end = (ready: boolean): void => {
      clearTimeout(timer);
      resolve(ready);
    };
    child.stdout?.on('data', (text: Buffer) => {
      if (text.toString('utf8').includes('Simulators:')) end(true);
    });
    child.stderr?.resume();
    child.once('exit', () => end(false));
    child.once('error', () => end(false));
  });
}
