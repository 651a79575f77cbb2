import { randomBytes } from 'node:crypto';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** The environment or the home folder is not usable; one sentence per problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export type Config = {
  port: number;
  host: string;
  /** Absent: the embedded server is used. */
  databaseUrl: string | undefined;
  /** Folder for data, files, secret. Absolute. */
  home: string;
  /** Given by the environment; see `prepareHome` for the one in use. */
  secret: string | undefined;
  smtpUrl: string | undefined;
  /** Where mail that answers ours is taken in; absent: it is not. */
  inboundMail: { port: number; host: string; domain: string | undefined } | undefined;
  /** Whether messages to chat rooms may go to addresses of one's own network. */
  outboundPrivate: boolean;
  /** Where simulators of outside systems answer that belong to this installation; absent: there are none. */
  simulatorsUrl: string | undefined;
  /** Address people use, without a trailing slash. Absent: made from host and port. */
  publicUrl: string | undefined;
  /** Whose word about the caller's address counts: how many proxies stand before us, or their addresses. Absent: nobody's. */
  trustProxy: number | string[] | undefined;
  /** A language model that may word suggestions; absent: none is asked. */
  languageModel: { url: string; model: string; apiKey: string | undefined } | undefined;
  role: 'web' | 'worker' | 'all';
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  nodeEnv: 'production' | 'development' | 'test';
};

export type Environment = Record<string, string | undefined>;

function url(name: string, protocols: string[], example: string) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `${name} must be an address like ${example}.`);
}

function oneOf<const T extends readonly [string, ...string[]]>(name: string, values: T) {
  return z.enum(values, `${name} must be one of ${values.join(', ')}.`);
}

const trustSentence =
  'TRUST_PROXY must be the number of proxies before Entente (1 to 9) or their addresses, like 10.0.0.5,10.1.0.0/16; loopback, linklocal and uniquelocal stand for their ranges.';
const namedRanges = ['loopback', 'linklocal', 'uniquelocal'];

/** Never "everybody": whoever is believed about the caller's address can evade the limits on sign-in. */
function isProxyAddress(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const version = isIP(address);
  if (namedRanges.includes(text)) return true;
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128));
}

function portNumber(name: string) {
  const sentence = `${name} must be a whole number from 0 to 65535.`;
  return z
    .string()
    .regex(/^\d{1,5}$/, sentence)
    .transform(Number)
    .refine((port) => port <= 65_535, sentence);
}

function listenHost(name: string) {
  return z.string().regex(/^[\w.:-]+$/, `${name} must be a host name or an address to listen on, like 127.0.0.1.`);
}

const schema = z.object({
  PORT: portNumber('PORT').default(4400),
  HOST: listenHost('HOST').default('127.0.0.1'),
  DATABASE_URL: url('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/entente').optional(),
  ENTENTE_HOME: z.string().optional(),
  ENTENTE_SECRET: z.string().min(32, 'ENTENTE_SECRET must have at least 32 characters.').optional(),
  SMTP_URL: url('SMTP_URL', ['smtp:', 'smtps:'], 'smtp://user:password@host:587').optional(),
  INBOUND_SMTP_PORT: portNumber('INBOUND_SMTP_PORT').optional(),
  INBOUND_SMTP_HOST: listenHost('INBOUND_SMTP_HOST').default('127.0.0.1'),
  INBOUND_MAIL_DOMAIN: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9](?:[a-z0-9.-]{0,180}[a-z0-9])?$/, 'INBOUND_MAIL_DOMAIN must be a domain like answers.example.com.')
    .optional(),
  OUTBOUND_PRIVATE: oneOf('OUTBOUND_PRIVATE', ['refuse', 'allow']).default('refuse'),
  SIMULATORS_URL: url('SIMULATORS_URL', ['http:', 'https:'], 'http://127.0.0.1:4500')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  PUBLIC_URL: url('PUBLIC_URL', ['http:', 'https:'], 'https://partners.example.com')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  TRUST_PROXY: z
    .string()
    .transform((text) => (/^[1-9]$/.test(text.trim()) ? Number(text) : text.split(',').map((part) => part.trim())))
    .refine((value) => typeof value === 'number' || value.every(isProxyAddress), trustSentence)
    .optional(),
  LLM_URL: url('LLM_URL', ['http:', 'https:'], 'https://models.example.com/v1').optional(),
  LLM_MODEL: z.string().max(100).default('default'),
  LLM_API_KEY: z.string().max(500).optional(),
  ENTENTE_ROLE: oneOf('ENTENTE_ROLE', ['web', 'worker', 'all']).default('all'),
  LOG_LEVEL: oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: oneOf('NODE_ENV', ['production', 'development', 'test']).default('production'),
});
export type SettingName = keyof typeof schema.shape;

function writable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function passableForOthers(folder: string): boolean {
  try {
    return (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || passableForOthers(dirname(folder)));
  } catch {
    return false;
  }
}

/** `~/.entente`; where that cannot be: `.entente` here, or for root a place the database's own user can reach. */
function defaultHome(): string {
  const userHome = homedir();
  const usual = join(userHome, '.entente');
  if (existsSync(usual) && writable(usual)) return usual;
  if (process.getuid?.() === 0 && !passableForOthers(userHome) && writable('/var/lib')) return '/var/lib/entente';
  return writable(userHome) ? usual : resolve('.entente');
}

/** Reads the environment; nothing else in the server does. @throws {ConfigError} */
export function loadConfig(environment: Environment = process.env): Config {
  // An empty variable (`PORT= npm start`, compose files) means the same as none.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigError([...new Set(parsed.error.issues.map((issue) => issue.message))]);
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    home: values.ENTENTE_HOME === undefined ? defaultHome() : resolve(values.ENTENTE_HOME),
    secret: values.ENTENTE_SECRET,
    smtpUrl: values.SMTP_URL,
    inboundMail:
      values.INBOUND_SMTP_PORT === undefined
        ? undefined
        : { port: values.INBOUND_SMTP_PORT, host: values.INBOUND_SMTP_HOST, domain: values.INBOUND_MAIL_DOMAIN },
    outboundPrivate: values.OUTBOUND_PRIVATE === 'allow',
    simulatorsUrl: values.SIMULATORS_URL,
    publicUrl: values.PUBLIC_URL,
    trustProxy: values.TRUST_PROXY,
    languageModel: values.LLM_URL === undefined ? undefined : { url: values.LLM_URL, model: values.LLM_MODEL, apiKey: values.LLM_API_KEY },
    role: values.ENTENTE_ROLE,
    logLevel: values.LOG_LEVEL,
    nodeEnv: values.NODE_ENV,
  };
}

function readOrCreateSecret(path: string): string {
  try {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 32) throw new ConfigError([`The secret in ${path} is damaged: restore it from a backup, or remove it, which signs everybody out.`]);
  return secret;
}

/** Makes the home folder and gives the secret in use: the one from the environment or one kept in the home. @throws {ConfigError} */
export function prepareHome(config: Pick<Config, 'home' | 'secret'>): { secret: string } {
  const { home } = config;
  try {
    if (!existsSync(home)) {
      mkdirSync(home, { recursive: true });
      // As root the database runs as another user who must pass through, though not look around.
      chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
    }
    accessSync(home, constants.W_OK | constants.X_OK);
    return { secret: config.secret ?? readOrCreateSecret(join(home, 'secret')) };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC') throw new ConfigError([`The disk is full: free some space for ${home} and start again.`]);
    if (code === 'ENOTDIR' || code === 'EEXIST') throw new ConfigError([`ENTENTE_HOME (${home}) is not a folder.`]);
    throw new ConfigError([`No permission to write in ${home}: make it writable for this user or set ENTENTE_HOME to another folder.`]);
  }
}
