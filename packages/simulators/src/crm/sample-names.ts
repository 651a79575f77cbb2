/** Names for records that are made in number: the same number gives the same name. All of them are invented. */
const firsts = [
  'Northwind',
  'Lumen',
  'Harbour',
  'Cobalt',
  'Meridian',
  'Juniper',
  'Aster',
  'Granite',
  'Tidewater',
  'Orchard',
  'Vela',
  'Quarry',
  'Fennel',
  'Halcyon',
  'Bramble',
  'Sable',
];
const seconds = ['Freight', 'Foods', 'Insurance', 'Energy', 'Textiles', 'Health', 'Robotics', 'Bank', 'Retail', 'Paper', 'Media', 'Chemicals'];
const things = ['platform', 'renewal', 'migration', 'pilot', 'expansion', 'consolidation', 'data estate', 'security review'];
const given = ['Ada', 'Noor', 'Ivo', 'Maren', 'Tomas', 'Yuki', 'Lena', 'Omar', 'Freya', 'Sunil', 'Clara', 'Hugo'];
const family = ['Lindqvist', 'Okafor', 'Marchetti', 'Novak', 'Hayashi', 'Duarte', 'Fischer', 'Rahman', 'Byrne', 'Keller'];

const at = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

export const companyName = (number: number): string => {
  const round = Math.floor(number / (firsts.length * seconds.length));
  return `${at(firsts, number)} ${at(seconds, Math.floor(number / firsts.length))}${round > 0 ? ` ${round + 1}` : ''}`;
};
export const companyDomain = (number: number): string => `${companyName(number).toLowerCase().replaceAll(' ', '-')}.example`;
export const dealName = (number: number): string => `${companyName(number % 500)} ${at(things, Math.floor(number / 7))} ${number + 1}`;
export const personName = (number: number): { first: string; last: string } => ({
  first: at(given, number),
  last: `${at(family, Math.floor(number / given.length))}${number >= given.length * family.length ? ` ${Math.floor(number / (given.length * family.length)) + 1}` : ''}`,
});
