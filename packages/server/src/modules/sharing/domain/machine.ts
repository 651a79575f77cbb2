import { takeStep, type Machine, type ShareState } from '@entente/kernel';

type Step = 'consent' | 'refuse' | 'join' | 'decline' | 'end';

const machine: Machine<ShareState, Step, null> = {
  states: ['waiting_vendor', 'waiting_partner', 'active', 'declined', 'ended'],
  steps: {
    consent: { from: ['waiting_vendor'], to: 'waiting_partner' },
    refuse: { from: ['waiting_vendor'], to: 'declined' },
    join: { from: ['waiting_partner'], to: 'active' },
    decline: { from: ['waiting_partner'], to: 'declined' },
    end: { from: ['waiting_vendor', 'waiting_partner', 'active'], to: 'ended' },
  },
};

export const step = (state: ShareState, name: Step) => takeStep(machine, state, name, null);
