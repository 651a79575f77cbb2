import type { SettingName } from './config.ts';

/** What each setting means, for the reference page. A setting without words does not compile. */
export const settingWords: Readonly<Record<SettingName, { meaning: string; without: string }>> = {
  PORT: { meaning: 'the port it listens on', without: '4400' },
  HOST: { meaning: 'the host name or address it listens on', without: '127.0.0.1' },
  PUBLIC_URL: { meaning: 'the address people use; links in mail lead there', without: 'made from host and port' },
  TRUST_PROXY: {
    meaning:
      'how many proxies stand before it (1 to 9), or their addresses and ranges, comma-separated, so that limits on sign-in count people and not the proxy',
    without: "the connection's own address counts",
  },
  DATABASE_URL: { meaning: 'a PostgreSQL of your own, 15 or newer', without: 'the embedded server, with its data in the home folder' },
  ENTENTE_HOME: { meaning: 'the folder for data, files and the secret', without: '`~/.entente`' },
  ENTENTE_SECRET: { meaning: 'signs sessions; at least 32 characters', without: 'made once and kept in the home folder' },
  SMTP_URL: { meaning: 'where outgoing mail is handed over, like `smtp://user:password@host:587`', without: 'mail is kept in Settings → Mailbox' },
  INBOUND_SMTP_PORT: {
    meaning: 'the port it listens on for mail that answers a link; let your own mail server hand such mail over, after it has checked who sent it',
    without: 'answers by mail are not taken; people use the link',
  },
  INBOUND_SMTP_HOST: { meaning: 'the host name or address it listens on for such mail', without: '127.0.0.1' },
  INBOUND_MAIL_DOMAIN: { meaning: 'the domain of the addresses that can be answered, `reply+…@domain`', without: 'the host of `PUBLIC_URL`' },
  OUTBOUND_PRIVATE: {
    meaning: '`allow` lets messages to chat rooms go to addresses of your own network, also without TLS',
    without: '`refuse`: only https and only public addresses',
  },
  SIMULATORS_URL: {
    meaning: 'where simulators of outside systems answer that belong to this installation; they are reached although they are in your own network',
    without: 'the sample ecosystem starts its own; else there are none',
  },
  LLM_URL: {
    meaning: 'a language model (chat-completions form) that words a suggestion beside a brief; it is sent the facts of the brief',
    without: 'none is asked; briefs are made from facts alone',
  },
  LLM_MODEL: { meaning: 'the name of the model to ask for', without: '`default`' },
  LLM_API_KEY: { meaning: 'the key the model asks for', without: 'no key is sent' },
  ENTENTE_ROLE: { meaning: '`web` answers requests, `worker` does what follows from them, `all` does both', without: '`all`' },
  LOG_LEVEL: { meaning: 'the least that is written to the log: `fatal`, `error`, `warn`, `info`, `debug`, `trace`, or `silent`', without: '`info`' },
  NODE_ENV: { meaning: '`production`, `development` or `test`', without: '`production`' },
};
