import { addDays, applyRate, splitByWeights, type PostingFacts, type PostingTemplate } from '@entente/kernel';
import type { SplitDocument } from '@entente/contracts';
import { bookingDay, legsOf, nextMonth } from '../modules/ledger/index.ts';
import { allocate, draw, MARKETPLACE, reverse, US, type Cell, type Part, type TakenBack } from '../modules/splits/index.ts';

/**
 * One random life of a deal, through the real arithmetic: invoiced, paid in steps and in another currency, or sold through a
 * marketplace, divided by a random rule, held, paid out, returned, credited and refunded, while months are closed. What each account
 * must hold at the end is counted apart, by plain addition. Returns the first thing that does not hold, or null.
 */
export function moneyHistory(seed: number): string | null {
  const random = numbers(seed);
  const books = createBooks();
  const currency = random.of(['EUR', 'USD', 'JPY', 'KWD']);
  const partners = Array.from({ length: random.below(7) + 1 }, (_, index) => `partner-${index}`);
  const counted = {
    receivable: 0n,
    cash: new Map<string, bigint>(),
    earned: new Map<string, bigint>(),
    paid: new Map<string, bigint>(),
    deferred: 0n,
    marketplace: 0n,
  };
  const add = (map: Map<string, bigint>, key: string, amount: bigint): void => void map.set(key, (map.get(key) ?? 0n) + amount);
  const held = new Map<string, bigint>();
  const receipts: Receipt[] = [];
  let number = 0;

  const divide = (lines: readonly Line[]): string | null => {
    const document = anyDocument(random, partners);
    const result = allocate(document, {
      currency,
      lines: lines.map(({ lineId, vendorId, net, fee }) => ({ lineId, vendorId, netMinor: net, feeMinor: fee })),
      participants: partners.map((partnerId, index) => ({ partnerId, role: index % 2 === 0 ? 'service' : 'resell', shareBp: 100 + index })),
      credit: new Map(partners.map((partnerId, index) => [partnerId, BigInt(index + 1)])),
      usage: null,
      givenBefore: new Map(),
    });
    if (!result.ok) return `a receipt could not be divided: ${result.sentence}`;
    if (sum(result.parts.map(({ amountMinor }) => amountMinor)) !== sum(lines.map(({ net }) => net))) return 'the parts do not sum to the receipt';
    receipts.push({ lines, parts: result.parts, reversed: [], taken: new Map(), keptFee: document.keptFee });
    earn(result.parts);
    return null;
  };
  const earn = (parts: readonly Part[]): void => {
    for (const [partnerId, amount] of totalsOf(parts)) {
      if (partnerId === US || partnerId === MARKETPLACE || amount === 0n) continue;
      add(counted.earned, partnerId, amount);
      const waits = random.chance(0.4);
      if (waits) add(held, partnerId, amount);
      books.post('earning_accrued', { partnerId, currency, amountMinor: Number(amount), bornBy: 'partner_cost', held: waits });
    }
  };
  const release = (): void => {
    for (const [partnerId, amount] of held) if (amount !== 0n) books.post('earning_due', { partnerId, currency, amountMinor: Number(amount) });
    held.clear();
  };
  const payOut = (): void => {
    for (const partnerId of partners) {
      const owed = -books.balance('partner_payable', partnerId, currency);
      if (owed <= 0n) continue;
      const facts = { partnerId, currency, amountMinor: Number(owed) };
      books.post('payout_released', facts);
      books.post('payout_paid', facts);
      add(counted.cash, currency, -owed);
      add(counted.paid, partnerId, owed);
      if (!random.chance(0.15)) continue;
      books.post('payout_returned', facts);
      add(counted.cash, currency, owed);
      add(counted.paid, partnerId, -owed);
    }
  };

  for (let invoices = random.below(3) + 1; invoices > 0; invoices -= 1) {
    const lines: Line[] = Array.from({ length: random.below(7) + 1 }, () => {
      const net = BigInt(random.below(random.of([10, 1_000, 5_000_000])));
      return {
        lineId: `line-${(number += 1)}`,
        vendorId: random.chance(0.5) ? random.of(partners) : null,
        net,
        tax: applyRate(net, { numerator: BigInt(random.of([0, 7, 19])), denominator: 100n }),
        fee: 0n,
      };
    });
    const gross = sum(lines.map(({ net, tax }) => net + tax));
    if (random.chance(0.3)) {
      const fee = applyRate(sum(lines.map(({ net }) => net)), { numerator: BigInt(random.of([15, 30, 35])), denominator: 1000n });
      const feeOf = splitByWeights(
        fee,
        lines.some(({ net }) => net > 0n)
          ? lines.map(({ lineId, net }) => ({ key: lineId, weight: net }))
          : lines.map(({ lineId }) => ({ key: lineId, weight: 1n })),
      );
      const tax = sum(lines.map((line) => line.tax));
      books.post('marketplace_sold', { marketplaceId: 'cloud', currency, grossMinor: Number(gross), feeMinor: Number(fee), taxMinor: Number(tax) });
      books.post('marketplace_paid', { marketplaceId: 'cloud', currency, amountMinor: Number(gross - fee) });
      add(counted.cash, currency, gross - fee);
      const problem = divide(lines.map((line) => ({ ...line, fee: feeOf.get(line.lineId) ?? 0n })));
      if (problem) return problem;
    } else {
      const deferred = random.chance(0.5);
      books.post('invoice_issued', {
        accountId: 'buyer',
        currency,
        lines: lines.map(({ lineId, net, tax }) => ({ lineId, netMinor: Number(net), taxMinor: Number(tax), deferred })),
      });
      counted.receivable += gross;
      if (deferred) {
        counted.deferred += sum(lines.map(({ net }) => net));
        for (const { lineId, net } of lines) {
          const part = BigInt(random.below(Number(net) + 1));
          books.post('revenue_recognised', { currency, lines: [{ lineId, amountMinor: Number(part) }] });
          counted.deferred -= part;
        }
      }
      // Each payment is drawn from what is open, line by line, net and tax.
      const open: Cell[] = lines.flatMap(({ lineId, net, tax }) => [
        { lineId, holder: 'net', amount: net },
        { lineId, holder: 'tax', amount: tax },
      ]);
      for (let payments = random.below(4); payments > 0; payments -= 1) {
        const owed = sum(open.map(({ amount }) => amount));
        const amount = payments === 1 && random.chance(0.6) ? owed : BigInt(random.below(Number(owed) + 1));
        if (amount === 0n) continue;
        const drawn = draw(
          open.filter((cell) => cell.amount > 0n),
          amount,
        );
        pay(amount);
        const of = (lineId: string, holder: string): bigint =>
          sum(drawn.filter((one) => one.lineId === lineId && one.holder === holder).map((one) => one.amount));
        const problem = divide(lines.map((line) => ({ ...line, net: of(line.lineId, 'net'), tax: of(line.lineId, 'tax') })));
        if (problem) return problem;
      }
    }
    if (random.chance(0.5)) release();
    if (random.chance(0.4)) payOut();
    if (random.chance(0.5)) books.closeMonth();
    for (const receipt of receipts) {
      if (!random.chance(0.4)) continue;
      const problem = refund(receipt, random.chance(0.3));
      if (problem) return problem;
    }
  }
  if (random.chance(0.3))
    for (const receipt of receipts) {
      const problem = refund(receipt, true);
      if (problem) return problem;
      for (const [party, amount] of totalsOf([...receipt.parts, ...receipt.reversed]))
        if (amount !== 0n) return `after a whole refund ${party} still holds ${amount}`;
    }
  release();
  payOut();

  function pay(amount: bigint): void {
    counted.receivable -= amount;
    if (!random.chance(0.2)) {
      books.post('payment_received', { accountId: 'buyer', currency, amountMinor: Number(amount) });
      add(counted.cash, currency, amount);
      return;
    }
    const other = random.of(['EUR', 'USD', 'JPY', 'KWD'].filter((code) => code !== currency));
    const came = BigInt(random.below(5_000_000) + 1);
    const booked = amount + BigInt(random.below(21) - 10);
    books.post('payment_received', {
      accountId: 'buyer',
      currency,
      amountMinor: Number(amount),
      received: { currency: other, amountMinor: Number(came), rateId: 'rate', bookedMinor: Number(booked) },
    });
    add(counted.cash, other, came);
  }

  function refund(receipt: Receipt, whole: boolean): string | null {
    const now: TakenBack[] = [];
    let tax = 0n;
    for (const line of receipt.lines) {
      const before = receipt.taken.get(line.lineId) ?? { lineId: line.lineId, netMinor: 0n, feeMinor: 0n };
      const [left, fee] = [line.net - before.netMinor, line.fee - before.feeMinor];
      const netMinor = whole ? left : BigInt(random.below(Number(left) + 1));
      const feeMinor = whole ? fee : least(BigInt(random.below(Number(fee) + 1)), netMinor);
      if (netMinor === 0n && feeMinor === 0n) continue;
      now.push({ lineId: line.lineId, netMinor, feeMinor });
      receipt.taken.set(line.lineId, { lineId: line.lineId, netMinor: before.netMinor + netMinor, feeMinor: before.feeMinor + feeMinor });
      if (line.net > 0n && before.netMinor + netMinor === line.net) tax += line.tax;
    }
    if (now.length === 0) return null;
    const back = reverse({ original: receipt.parts, earlier: receipt.reversed, takenBefore: subtract(receipt.taken, now), now, keptFee: receipt.keptFee });
    if (!back.ok) return `a refund could not be divided: ${back.sentence}`;
    const net = sum(now.map(({ netMinor }) => netMinor));
    if (sum(back.parts.map(({ amountMinor }) => amountMinor)) !== -net) return 'what was taken back does not sum to the refund';
    receipt.reversed.push(...back.parts);
    earn(back.parts);
    const fee = sum(receipt.lines.map((line) => line.fee));
    if (fee > 0n) {
      const returned = sum(now.map(({ feeMinor }) => feeMinor));
      books.post('marketplace_refunded', {
        marketplaceId: 'cloud',
        currency,
        grossMinor: Number(net + tax),
        feeMinor: Number(returned),
        taxMinor: Number(tax),
      });
      counted.marketplace -= net + tax - returned;
    } else {
      books.post('invoice_credited', {
        accountId: 'buyer',
        currency,
        lines: now.map(({ lineId, netMinor }, index) => ({ lineId, netMinor: Number(netMinor), taxMinor: index === 0 ? Number(tax) : 0, deferred: false })),
      });
      books.post('payment_refunded', { accountId: 'buyer', currency, amountMinor: Number(net + tax), receivableMinor: Number(net + tax) });
      add(counted.cash, currency, -(net + tax));
    }
    return null;
  }

  const wrong = books.broken();
  if (wrong) return wrong;
  if (books.balance('customer_receivable', 'buyer', currency) !== counted.receivable) return 'the receivable is not what was invoiced less what was settled';
  if (-books.balance('deferred_revenue', null, currency) !== counted.deferred) return 'deferred revenue is not what was deferred less what was earned';
  if (books.balance('marketplace_receivable', 'cloud', currency) !== counted.marketplace) return 'the marketplace does not owe what it sold less what it paid';
  for (const [code, amount] of counted.cash) if (books.balance('cash', null, code) !== amount) return `the cash in ${code} is not what came less what went`;
  for (const partnerId of partners) {
    const open = -(
      books.balance('partner_payable', partnerId, currency) +
      books.balance('partner_accrued', partnerId, currency) +
      books.balance('payout_clearing', partnerId, currency)
    );
    if (open !== (counted.earned.get(partnerId) ?? 0n) - (counted.paid.get(partnerId) ?? 0n))
      return `${partnerId} is not owed what it earned less what it was paid`;
  }
  return null;
}

type Line = { readonly lineId: string; readonly vendorId: string | null; readonly net: bigint; readonly tax: bigint; readonly fee: bigint };
type Receipt = {
  readonly lines: readonly Line[];
  readonly parts: readonly Part[];
  readonly reversed: Part[];
  readonly taken: Map<string, TakenBack>;
  readonly keptFee: 'parties' | 'us';
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
function totalsOf(parts: readonly Part[]): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { party, amountMinor } of parts) totals.set(party, (totals.get(party) ?? 0n) + amountMinor);
  return totals;
}
function subtract(taken: ReadonlyMap<string, TakenBack>, now: readonly TakenBack[]): Map<string, TakenBack> {
  const before = new Map(taken);
  for (const one of now) {
    const known = before.get(one.lineId);
    if (known) before.set(one.lineId, { lineId: one.lineId, netMinor: known.netMinor - one.netMinor, feeMinor: known.feeMinor - one.feeMinor });
  }
  return before;
}

/** Books that a reader could keep on paper: balances by account, and the months that are closed. */
function createBooks() {
  const balances = new Map<string, bigint>();
  const closed = new Set<string>();
  let month = '2027-01';
  let day = 0;
  let late: string | null = null;
  return {
    post<Template extends PostingTemplate>(template: Template, facts: PostingFacts[Template]): void {
      // Facts come from the month that runs, and now and then from the one before it, which may be closed.
      day = (day + 5) % 28;
      const factOn = addDays(`${month}-01`, day % 9 === 0 ? -3 : day);
      const bookedOn = bookingDay(factOn, closed);
      if (closed.has(bookedOn.slice(0, 7))) late = `something was booked into the closed month ${bookedOn.slice(0, 7)}`;
      for (const { purpose, party, currency, amountMinor } of legsOf(template, facts)) {
        const key = `${purpose}|${party ?? ''}|${currency}`;
        balances.set(key, (balances.get(key) ?? 0n) + amountMinor);
      }
    },
    closeMonth(): void {
      closed.add(month);
      month = nextMonth(month);
    },
    balance: (purpose: string, party: string | null, currency: string): bigint => balances.get(`${purpose}|${party ?? ''}|${currency}`) ?? 0n,
    broken(): string | null {
      const sums = new Map<string, bigint>();
      for (const [key, amount] of balances) {
        const currency = key.slice(-3);
        sums.set(currency, (sums.get(currency) ?? 0n) + amount);
      }
      for (const [currency, total] of sums) if (total !== 0n) return `the trial balance in ${currency} is ${total}`;
      return late;
    },
  };
}

type Random = { below(limit: number): number; chance(share: number): boolean; of<Value>(list: readonly Value[]): Value };
/** Mulberry32: the same seed is the same history, on every machine. */
function numbers(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    of(list) {
      const chosen = list[Math.floor(next() * list.length)];
      if (chosen === undefined) throw new RangeError('nothing to choose from');
      return chosen;
    },
  };
}

function anyDocument(random: Random, partners: readonly string[]): SplitDocument {
  const steps = Array.from({ length: random.below(5) }, (_, index): SplitDocument['steps'][number] => {
    const to: SplitDocument['remainder'] & object = random.of([
      { kind: 'vendor' as const },
      { kind: 'role' as const, role: 'service' as const },
      { kind: 'role' as const, role: 'resell' as const },
      { kind: 'partner' as const, partnerId: random.of(partners) },
    ]);
    const percent = `${random.below(100)}.${String(random.below(10_000)).padStart(4, '0')}`;
    const amounts = ['EUR', 'USD', 'JPY', 'KWD'].map((currency) => ({ currency, amountMinor: random.below(50_000) }));
    return {
      key: `step-${index}`,
      name: `Step ${index}`,
      from: 'pool',
      what: random.chance(0.7)
        ? { kind: 'percent', percent, base: random.of(['price', 'pool', 'rest'] as const) }
        : random.chance(0.5)
          ? { kind: 'fixed', amounts, per: 'receipt' }
          : { kind: 'rest' },
      to,
      among: to.kind === 'role' ? random.of(['alike', 'share', 'credit'] as const) : 'alike',
      lines: random.of(['all', 'ours', 'vendors'] as const),
      limits: random.chance(0.2) ? { per: 'receipt', atLeast: null, atMost: amounts } : null,
      whenNobody: 'skip',
    };
  });
  return {
    when: [{ kind: 'everyone' }],
    steps,
    remainder: random.chance(0.2) ? { kind: 'vendor' } : null,
    keptFee: random.of(['parties', 'us'] as const),
    holdDays: 0,
  };
}
