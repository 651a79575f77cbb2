import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, loadConfig } from './config.ts';

function problemsOf(environment: Record<string, string>): string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

test('nothing set gives a complete configuration', () => {
  const config = loadConfig({});
  assert.equal(config.port, 4400);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.role, 'all');
  assert.ok(config.home.startsWith('/'));
});

test('an empty variable means the same as none', () => {
  assert.equal(loadConfig({ PORT: '', DATABASE_URL: ' ' }).port, 4400);
});

test('each wrong variable gets one sentence that names it', () => {
  const wrong = {
    PORT: '70000',
    DATABASE_URL: 'mysql://x',
    ENTENTE_SECRET: 'short',
    SMTP_URL: 'mail',
    PUBLIC_URL: 'ftp://x',
    ENTENTE_ROLE: 'boss',
    LOG_LEVEL: 'loud',
    HOST: 'a b',
  };
  const problems = problemsOf(wrong);
  assert.equal(problems.length, Object.keys(wrong).length);
  for (const name of Object.keys(wrong)) assert.equal(problems.filter((sentence) => sentence.startsWith(name)).length, 1, name);
});

test('addresses are kept without their last slash', () => {
  assert.equal(loadConfig({ PUBLIC_URL: 'https://partners.example.com/' }).publicUrl, 'https://partners.example.com');
});

test('a proxy is trusted by number or by address, never everybody', () => {
  assert.equal(loadConfig({}).trustProxy, undefined);
  assert.equal(loadConfig({ TRUST_PROXY: '2' }).trustProxy, 2);
  assert.deepEqual(loadConfig({ TRUST_PROXY: '10.0.0.5, fd00::/8,loopback' }).trustProxy, ['10.0.0.5', 'fd00::/8', 'loopback']);
  for (const wrong of ['true', '0', '0.0.0.0/0', '10.0.0.5,', '10.0.0.0/33', 'proxy.example'])
    assert.match(problemsOf({ TRUST_PROXY: wrong })[0] ?? '', /^TRUST_PROXY/);
});

test('mail is taken in when a port is given, on this machine unless told otherwise', () => {
  assert.equal(loadConfig({}).inboundMail, undefined);
  assert.deepEqual(loadConfig({ INBOUND_SMTP_PORT: '2525' }).inboundMail, { port: 2525, host: '127.0.0.1', domain: undefined });
  assert.deepEqual(loadConfig({ INBOUND_SMTP_PORT: '25', INBOUND_SMTP_HOST: '0.0.0.0', INBOUND_MAIL_DOMAIN: 'Answers.Example.com' }).inboundMail, {
    port: 25,
    host: '0.0.0.0',
    domain: 'answers.example.com',
  });
  assert.equal(problemsOf({ INBOUND_SMTP_PORT: 'x', INBOUND_SMTP_HOST: 'a b', INBOUND_MAIL_DOMAIN: 'a@b', OUTBOUND_PRIVATE: 'yes' }).length, 4);
  assert.equal(loadConfig({}).outboundPrivate, false);
  assert.equal(loadConfig({ OUTBOUND_PRIVATE: 'allow' }).outboundPrivate, true);
});
