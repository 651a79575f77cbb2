import { spawn } from 'node:child_process';

/**
 * Runs a command to its end, passing signals on. Resolves with how it ended; never rejects for a non-zero code.
 * @param {string} command @param {string[]} args @param {import('node:child_process').SpawnOptions} options
 * @param {(child: import('node:child_process').ChildProcess) => void} [onStart]
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null, output: string }>}
 */
export function runToEnd(command, args, options, onStart = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    onStart(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) stream.on('data', (chunk) => (output = (output + chunk).slice(-200_000)));
    }
    // Ctrl-C reaches the whole foreground group by itself; passing it on as well would make it arrive twice.
    const fromTerminal = process.stdin.isTTY || process.stdout.isTTY;
    const forward = (signal) => {
      if (signal === 'SIGINT' && fromTerminal) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const done = () => signals.forEach((signal) => process.removeListener(signal, forward));
    child.once('error', (error) => (done(), reject(error)));
    child.once('close', (code, signal) => (done(), resolve({ code: code ?? 1, signal, output })));
  });
}

/** Ends this process the way the child ended, so that shells and supervisors see the truth. */
export function endLike({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code;
}
