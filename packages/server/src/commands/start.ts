import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createApp } from '../compose/app.ts';
import { createDatabase, type ConnectionConfig } from '../platform/db/database.ts';
import { firstRun, type FirstSignIn } from '../compose/first-run.ts';
import { openDatabase } from './open-database.ts';
import { startSimulatorsProcess } from './simulators-process.ts';
import { explainStart } from './start-error.ts';

const webFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** Passkeys work on a name and not on an address, so a local installation is known as localhost. */
const LOCAL = new Set(['0.0.0.0', '127.0.0.1', '::1']);

/** Starts what the role asks for, fills an empty installation, and prints where to go. Ends cleanly on Ctrl-C. */
export async function start(options: { empty: boolean }): Promise<void> {
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
  const opened = await openDatabase(say);
  const { config } = opened;
  const logger = pino(
    { level: config.logLevel === 'info' ? 'warn' : config.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination(2),
  );
  const publicUrl =
    config.publicUrl ?? `http://${LOCAL.has(config.host) ? 'localhost' : config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;
  const simulators =
    // Of several processes none is the one to bring them: then the setting says where they are.
    options.empty || config.role !== 'all' || config.simulatorsUrl !== undefined || config.port === 0 || !(await wantsSimulators(opened.connection))
      ? null
      : await startSimulatorsProcess({ port: simulatorsPort(config.port), file: join(config.home, 'simulators.json'), say });
  const app = await createApp({
    connection: opened.connection,
    home: config.home,
    secret: opened.secret,
    smtpUrl: config.smtpUrl ?? null,
    publicUrl,
    webFolder,
    logger,
    role: config.role,
    trustProxy: config.trustProxy,
    languageModel: config.languageModel,
    inboundMail: config.inboundMail,
    outboundPrivate: config.outboundPrivate,
    simulatorsUrl: config.simulatorsUrl ?? simulators?.url,
  }).catch(async (error: unknown) => {
    // What was started for it does not outlive it.
    await simulators?.stop();
    await opened.close();
    throw error;
  });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    (stopping ??= app
      .stop()
      .then(() => simulators?.stop())
      .then(() => opened.close()));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // The terminal, npm and the boot script may each pass the same signal on: only the first begins, and none cuts it short.
    process.on(signal, () => {
      if (stopping) return;
      say('Stopping…');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
  try {
    const signIn = await firstRun({
      database: app.database,
      modules: app.modules,
      home: config.home,
      empty: options.empty,
      simulatorsUrl: simulators?.url,
      now: new Date(),
      say,
    });
    if (config.role !== 'worker') {
      await app.server.listen({ host: config.host, port: config.port });
      await app.inbound?.start();
    }
    if (config.role !== 'web') await app.worker.start();
    announce(say, publicUrl, signIn, join(config.home, 'sign-in.txt'));
    if (simulators) say(`The outside world of the sample (AWS, Microsoft, Google, Salesforce, HubSpot): ${simulators.url}`);
  } catch (error) {
    await stop();
    throw explainStart(error, config);
  }
}

/** Beside the product, and always the same, since connections keep the address. */
const simulatorsPort = (port: number): number => (port + 100 <= 65_535 ? port + 100 : port - 100);

/** The sample ecosystem brings its outside world; a company's own workspaces do not. */
async function wantsSimulators(connection: ConnectionConfig): Promise<boolean> {
  const database = createDatabase(connection, { max: 1 });
  try {
    const workspaces = await database.inSystem((tx) => tx.selectFrom('workspace').select('sample').execute());
    return workspaces.length === 0 || workspaces.some((workspace) => workspace.sample);
  } finally {
    await database.close();
  }
}

function announce(say: (sentence: string) => void, publicUrl: string, signIn: FirstSignIn | null, file: string): void {
  say(`\nEntente is ready at ${publicUrl}`);
  if (signIn) {
    const asPartner = signIn.partnerEmail === null ? '' : `\nAs a partner: ${signIn.partnerEmail}, with the same password`;
    say(`Sign in as   ${signIn.email}\nPassword     ${signIn.password}${asPartner}\n(kept in ${file})`);
  }
  if (!signIn) say(`Sign in with your account. The first one is in ${file}.`);
  say('Press Ctrl-C to stop.');
}
