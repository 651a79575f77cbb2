export { DealsScreen } from './list/deals-screen.tsx';
export { DealRoom } from './room/room.tsx';
