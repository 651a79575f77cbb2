import { parseArgs } from 'node:util';
import { startSimulators } from './start-simulators.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4500' },
    host: { type: 'string', default: '127.0.0.1' },
    file: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** Ends when its input ends: whoever started it takes it along, however it ends itself. */
    attached: { type: 'boolean', default: false },
  },
});
const port = Number(values.port);
const seed = Number(values.seed);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError('--port is a number from 0 to 65535.');
if (!Number.isSafeInteger(seed)) throw new RangeError('--seed is a whole number.');

const running = await startSimulators({ port, host: values.host, seed, ...(values.file === undefined ? {} : { file: values.file }) });
process.stdout.write(`Simulators: ${running.url}/  (${[...running.simulators.keys()].join(', ')})\n`);

const stop = (): void => {
  running.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
if (values.attached) process.stdin.resume().once('end', stop);
