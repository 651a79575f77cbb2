import { randomInt } from 'node:crypto';
import pg from 'pg';
import { openDatabase } from '@entente/server/src/commands/open-database.ts';
import { withModules } from '@entente/server/src/commands/with-modules.ts';
import { insertWorkspaceWithOwner } from '@entente/server/src/compose/first-run.ts';
import { ruleOn, type ProgramDefinition, type RegistrationFacts } from '@entente/server/src/modules/programs/index.ts';
import { fireClocks } from '@entente/server/src/platform/clocks.ts';
import { systemContext } from '@entente/server/src/platform/system-actor.ts';
import { removeHome, temporaryHome } from './lib/installation.ts';
import { atMost, p95 } from './lib/report.ts';

/** A vendor with a million accounts and two hundred thousand registrations: how long an answer takes, and whether clocks are kept. */
const ACCOUNTS = 1_000_000;
const REGISTRATIONS = 200_000;
const PARTNERS = 1_000;
const ASKED = 400;
const RULES = 200;
const REPLAYED = 100_000;
const OPEN_CLOCKS = 100_000;
/** Of them due at one moment: far more than a day would bring. */
const DUE_AT_ONCE = 2_000;

const home = temporaryHome();
process.env['ENTENTE_HOME'] = home;
process.env['DATABASE_URL'] = '';
const opened = await openDatabase(() => undefined);
try {
  await withModules(async ({ database, modules }) => {
    const now = new Date();
    const { tenantId } = await insertWorkspaceWithOwner(database, {
      slug: 'bench',
      name: 'Bench',
      baseCurrency: 'EUR',
      ownerEmail: 'owner@bench.example',
      ownerName: 'Owner',
      now,
      sample: false,
    });
    const context = systemContext(tenantId, 'Benchmark', now);
    const { program, facts } = await database.inTenant(tenantId, async (tx) => ({
      program: await modules.programs.programFor(tx, tenantId, []),
      facts: sampleFacts(now),
    }));
    await fill(tenantId, program.id, facts);

    const check = modules.handlers['registrations.check'];
    if (!check) throw new Error('registrations.check has no handler');
    const times: number[] = [];
    for (let at = 0; at < ASKED + 20; at += 1) {
      const known = randomInt(ACCOUNTS);
      // A quarter each: a known domain, another of its family, one made to look like it, and a stranger.
      const customerDomain = [`customer${known}.com`, `customer${known}.de`, `custorner${known}.com`, `stranger${known}x.com`][at % 4] ?? '';
      const begin = performance.now();
      const answer = await check(
        context,
        { params: undefined, query: undefined, body: { customerDomain, companyName: at % 2 ? `Customer ${known}` : null, partnerId: null } },
        { ifVersion: null },
      );
      if (at >= 20) times.push(performance.now() - begin);
      if (at % 4 < 3 && answer.candidates.length === 0) throw new Error(`${customerDomain} was not found`);
    }
    atMost('duplicate answer, 1,000,000 accounts and 200,000 registrations: p95', p95(times), 'ms', 300);

    const rules = manyRules(program.definition);
    const ruled: number[] = [];
    for (let at = 0; at < 2_000; at += 1) {
      const begin = performance.now();
      ruleOn(rules, facts);
      ruled.push(performance.now() - begin);
    }
    atMost(`ruling over ${RULES} rules: p95`, p95(ruled), 'ms', 5);

    const replay = modules.handlers['programs.replay'];
    const result = modules.handlers['programs.replayResult'];
    if (!replay || !result) throw new Error('programs.replay has no handler');
    const begin = performance.now();
    const begun = await replay(
      context,
      { params: { id: program.id }, query: undefined, body: { definition: manyRules(program.definition, 50) } },
      { ifVersion: null },
    );
    await modules.programs.idle();
    const took = (performance.now() - begin) / 1000;
    const done = await result(context, { params: { id: program.id, childId: begun.id }, query: undefined, body: undefined }, { ifVersion: null });
    atMost(
      'replay of a rule change over 100,000 registrations',
      (took / done.done) * REPLAYED,
      's',
      30,
      { replayed: done.done, different: done.different },
      done.status === 'done',
    );

    const lateness: number[] = [];
    const due = Date.now();
    await fillClocks(tenantId, due);
    let left = DUE_AT_ONCE;
    while (left > 0) {
      left -= await fireClocks({
        database,
        now: () => new Date(),
        onError: (error) => {
          throw error;
        },
        handlers: {
          ...modules.clockHandlers,
          'registration.remind': async (tx, fired) => {
            await modules.clockHandlers['registration.remind']?.(tx, fired);
            lateness.push(Date.now() - due);
          },
        },
      });
    }
    atMost(
      `reminders, ${OPEN_CLOCKS.toLocaleString('en')} clocks open and ${DUE_AT_ONCE.toLocaleString('en')} due at once: latest`,
      Math.max(...lateness) / 1000,
      's',
      60,
      { handled: lateness.length },
    );
  });
} finally {
  await opened.close();
  removeHome(home);
}

function manyRules(definition: ProgramDefinition, count = RULES): ProgramDefinition {
  const accounts = Array.from({ length: 200 }, (_, at) => `named${at}.com`);
  const more = Array.from({ length: count - definition.rules.length }, (_, at) => ({
    id: `named-${at}`,
    name: `Named accounts ${at}`,
    when: [
      { kind: 'named_account' as const, accounts },
      { kind: 'value_below' as const, amountMinor: 1_000_00 + at, currency: definition.currency },
    ],
    effect: 'review' as const,
    partnerSentence: 'A person looks at this.',
    enabled: true,
  }));
  return { ...definition, rules: [...more, ...definition.rules.map((rule) => (rule.id === 'clear' ? { ...rule, effect: 'review' as const } : rule))] };
}

function sampleFacts(now: Date): RegistrationFacts {
  return {
    kind: 'sourcing',
    day: now.toISOString().slice(0, 10),
    amountMinor: 35_000_00,
    currency: 'EUR',
    partner: { active: true, types: ['reseller'], tier: 'gold', regions: [], countries: [], certified: [], incumbent: false },
    customer: {
      domain: 'stranger.com',
      name: 'Stranger',
      country: null,
      region: null,
      freeMailContact: false,
      contactElsewhere: false,
      lookAlike: false,
      boughtDaysAgo: null,
    },
    others: { protectedNow: false, submittedBefore: false, incumbent: false, ownTouches: [], otherTouches: [], directDealDays: null, likeness: 0 },
  };
}

/** Rows as the services write them, by statements of the database: through the services it would take an hour. */
async function fill(tenantId: string, programId: string, facts: RegistrationFacts): Promise<void> {
  const admin = new pg.Client(opened.connection);
  await admin.connect();
  const run = (text: string, values: unknown[] = []) => admin.query(text, values);
  await run(`set session_replication_role = replica`);
  await run(
    `insert into partner (tenant_id, id, name, status, types, created_at, updated_at) select $1, uuidv7(), 'Partner ' || n, 'active', '{reseller}', now(), now() from generate_series(1, ${PARTNERS}) n`,
    [tenantId],
  );
  await run(
    `insert into account (tenant_id, id, name, country, region, created_at, updated_at) select $1, uuidv7(), 'Customer ' || n, 'Germany', 'EMEA', now(), now() from generate_series(0, ${ACCOUNTS - 1}) n`,
    [tenantId],
  );
  await run(
    `insert into account_domain (tenant_id, domain, account_id) select tenant_id, replace(lower(name), ' ', '') || '.com', id from account where tenant_id = $1`,
    [tenantId],
  );
  await run(
    `insert into deal (tenant_id, id, number, name, account_id, account_name, stage, status, amount_minor, currency, opened_on, last_activity_at, created_at, updated_at)
     select tenant_id, uuidv7(), 10000 + row_number() over (), 'Deal', id, name, 'prospect', 'open', 100000, 'EUR', current_date, now(), now(), now() from account where tenant_id = $1 limit 100000`,
    [tenantId],
  );
  const ruling = {
    programId,
    programName: 'Partner programme',
    programVersion: 1,
    ruleId: 'clear',
    ruleName: 'Nothing like it is known',
    effect: 'approve',
    sentence: '',
    partnerSentence: '',
    trace: [],
    facts,
    candidates: [],
  };
  await run(
    `with p as (select array_agg(id) ids from partner where tenant_id = $1), a as (select id, name, row_number() over () n from account where tenant_id = $1 limit ${REGISTRATIONS})
     insert into registration (tenant_id, id, number, kind, state, partner_id, program_id, company_name, customer_domain, domain_family, contact_email, value_band, amount_minor, currency, close_on, account_id, came_by, held_by, held_since, submitted_at, first_submitted_at, protected_until, ruling, created_at, updated_at)
     select $1, uuidv7(), 1000 + n, 'sourcing', case when n % 2 = 0 then 'approved' else 'rejected' end, p.ids[1 + n % ${PARTNERS}], $2, a.name, replace(lower(a.name), ' ', '') || '.com', replace(lower(a.name), ' ', ''), 'buyer@example.com', 'to-50k', 3500000, 'EUR', current_date + 90, a.id, 'portal', 'nobody', now(), now(), now(), now() + interval '60 days', $3, now(), now()
     from a, p`,
    [tenantId, programId, JSON.stringify(ruling)],
  );
  await run('vacuum (analyze)');
  await admin.end();
}

async function fillClocks(tenantId: string, due: number): Promise<void> {
  const admin = new pg.Client(opened.connection);
  await admin.connect();
  await admin.query(
    `insert into clock (tenant_id, id, kind, record_id, due_at)
     select tenant_id, uuidv7(), 'registration.remind', id, case when row_number() over () <= ${DUE_AT_ONCE} then $2::timestamptz else $2::timestamptz + interval '1 day' * (1 + random() * 60) end
     from registration where tenant_id = $1 and state = 'approved' limit ${OPEN_CLOCKS}`,
    [tenantId, new Date(due).toISOString()],
  );
  await admin.query('analyze clock');
  await admin.end();
}
