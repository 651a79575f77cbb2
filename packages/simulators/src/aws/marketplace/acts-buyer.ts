import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';
import { accountNumber, given, must, needed, optional, quantities } from './act-inputs.ts';
import { acceptOffer, activeAgreement, amendAgreement, announce, endAgreement, expired, noticeOrders, offerFor } from './agreements.ts';
import type { NoticeOrder } from './agreements.ts';
import type { Marketplace } from './context.ts';
import { nowOf, nowText } from './context.ts';
import { endOfDay } from './dates.ts';
import { agreementNotice, licenseNotice, partiesOf, send } from './notices.ts';
import { amountText } from './money.ts';
import { planOf } from './pricing.ts';
import { register } from './registrations.ts';
import { entityOf } from './store.ts';

export function buyerActs(marketplace: Marketplace): readonly ActorAct[] {
  return [
    {
      name: 'view-offer',
      title: 'The buyer looks at a private offer',
      fields: [needed('offerId', 'Offer'), needed('buyerAccount', 'Buyer account')],
      run(input) {
        const buyer = accountNumber(input, 'buyerAccount');
        const offer = offerFor(marketplace, must(input, 'offerId'), buyer);
        const plan = planOf(marketplace.store.entities, offer, nowOf(marketplace));
        if (!offer.viewedBy.includes(buyer)) offer.viewedBy.push(buyer);
        const money = (amount: bigint): string => amountText(amount, plan?.currency ?? 'USD');
        return {
          offerId: offer.id,
          name: offer.name,
          soldBy: marketplace.accounts.name(offer.owner),
          expires: offer.availabilityEndDate,
          expired: expired(offer, nowOf(marketplace)),
          currency: plan?.currency,
          total: money(plan?.value ?? 0n),
          charges: plan?.charges.map(({ time, gross }) => ({ date: time.toISOString().slice(0, 10), amount: money(gross[0] ?? 0n) })),
          ends: plan?.end.toISOString(),
        };
      },
    },
    {
      name: 'accept-offer',
      title: 'The buyer accepts a private offer',
      fields: [
        needed('offerId', 'Offer'),
        needed('buyerAccount', 'Buyer account'),
        optional('quantities', 'Quantities, such as seats=10'),
        optional('autoRenew', 'Renew at the end', ['no', 'yes']),
        optional('notices', 'How the notices travel', noticeOrders),
      ],
      run(input) {
        const agreement = acceptOffer(marketplace, {
          offerId: must(input, 'offerId'),
          buyer: accountNumber(input, 'buyerAccount'),
          quantities: quantities(given(input, 'quantities')),
          autoRenew: given(input, 'autoRenew') === 'yes',
          notices: (given(input, 'notices') ?? 'usual') as NoticeOrder,
        });
        return { agreementId: agreement.id, licenseArn: agreement.licenseArn, value: agreement.value, currency: agreement.currency };
      },
    },
    {
      name: 'accept-offer-set',
      title: 'The buyer accepts all offers of a set',
      fields: [needed('offerSetId', 'Offer set'), needed('buyerAccount', 'Buyer account')],
      run(input) {
        const set = entityOf(marketplace.store.entities, 'OfferSet', must(input, 'offerSetId'));
        if (set?.state !== 'Released') throw new ActRefused('There is no such released offer set.');
        const buyer = accountNumber(input, 'buyerAccount');
        const offers = set.offers.map((id) => offerFor(marketplace, id, buyer));
        if (offers.some((offer) => expired(offer, nowOf(marketplace)))) throw new ActRefused('An offer of the set has expired.');
        return { agreementIds: offers.map((offer) => acceptOffer(marketplace, { offerId: offer.id, buyer }).id) };
      },
    },
    {
      name: 'let-offer-expire',
      title: 'The buyer waits until the offer expires (moves the clock)',
      fields: [needed('offerId', 'Offer')],
      run(input) {
        const offer = entityOf(marketplace.store.entities, 'Offer', must(input, 'offerId'));
        if (offer?.state !== 'Released' || offer.availabilityEndDate === undefined)
          throw new ActRefused('There is no such released offer with an end of availability.');
        const wait = endOfDay(offer.availabilityEndDate).getTime() + 1 - nowOf(marketplace).getTime();
        if (wait > 0) marketplace.world.clock.advance(wait);
        return { offerId: offer.id, now: nowText(marketplace) };
      },
    },
    {
      name: 'register-buyer',
      title: 'The buyer goes to the registration page of the seller',
      fields: [needed('agreementId', 'Agreement')],
      run(input) {
        const agreement = activeAgreement(marketplace, must(input, 'agreementId'));
        const registration = register(marketplace, agreement.licenseArn, 240);
        return { 'x-amzn-marketplace-token': registration.token, expires: registration.expiresAt };
      },
    },
    {
      name: 'amend-agreement',
      title: 'The buyer takes more (configurable offers)',
      fields: [needed('agreementId', 'Agreement'), needed('quantities', 'New quantities, such as seats=20')],
      run: (input) => ({
        agreementId: must(input, 'agreementId'),
        quantities: amendAgreement(marketplace, must(input, 'agreementId'), quantities(given(input, 'quantities'))).grants,
      }),
    },
    {
      name: 'set-auto-renew',
      title: 'The buyer turns renewal on or off',
      fields: [needed('agreementId', 'Agreement'), needed('autoRenew', 'Renew at the end', ['yes', 'no'])],
      run(input) {
        const agreement = activeAgreement(marketplace, must(input, 'agreementId'));
        if (!agreement.renewable) throw new ActRefused('The agreement has no renewal term.');
        agreement.autoRenew = given(input, 'autoRenew') === 'yes';
        agreement.lastUpdateTime = nowText(marketplace);
        announce(marketplace, agreement, 'Amended');
        return { agreementId: agreement.id, autoRenew: agreement.autoRenew };
      },
    },
    {
      name: 'cancel-agreement',
      title: 'The buyer cancels, or AWS terminates',
      fields: [needed('agreementId', 'Agreement'), optional('by', 'By', ['buyer', 'aws'])],
      run(input) {
        const agreement = activeAgreement(marketplace, must(input, 'agreementId'));
        endAgreement(marketplace, agreement, given(input, 'by') === 'aws' ? 'TERMINATED' : 'CANCELLED');
        return { agreementId: agreement.id, status: agreement.status };
      },
    },
    {
      name: 'send-notice-again',
      title: 'An earlier notice arrives once more, late and out of order',
      fields: [
        needed('agreementId', 'Agreement'),
        needed('notice', 'Notice', ['Created', 'Amended', 'Ended', 'License Updated', 'License Deprovisioned']),
        optional('delaySeconds', 'Delay in seconds'),
      ],
      run(input) {
        const agreement = marketplace.store.agreements.get(must(input, 'agreementId'));
        if (agreement === undefined) throw new ActRefused('There is no such agreement.');
        const delay = Number(given(input, 'delaySeconds') ?? '0');
        if (!Number.isSafeInteger(delay) || delay < 0) throw new ActRefused('The delay must be a whole number of seconds.');
        const which = must(input, 'notice');
        const notices =
          which === 'Created' || which === 'Amended' || which === 'Ended'
            ? partiesOf(agreement).map((party) => agreementNotice(marketplace, agreement, which, party))
            : [licenseNotice(marketplace, agreement, which === 'License Updated' ? 'Updated' : 'Deprovisioned')];
        for (const notice of notices) send(marketplace, notice, delay);
        return { sent: notices.map((notice) => notice['detail-type']) };
      },
    },
  ];
}
